"""The other side of a course, on this machine: what an LMS and a learning record store do with it."""
