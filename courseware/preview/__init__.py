"""An LMS and a learning record store on this machine, in which authors play their courses."""
