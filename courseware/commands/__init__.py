"""The command line: arguments in, words and an exit status out. Nothing below prints or exits."""
