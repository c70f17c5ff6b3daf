"""The run-time of SCORM 1.2 and SCORM 2004 as an LMS gives it: tables of elements, types and errors, and one engine.

`scorm12` and `scorm2004` hold the tables, `engine` evaluates them, `hosts` tells where an LMS does otherwise.
"""
