"""The run-time of SCORM 1.2 and SCORM 2004 on the LMS's side: tables of elements, types and errors, and one engine.

`scorm12` and `scorm2004` are the tables, `engine` evaluates them, `hosts` lists where an LMS deviates from them.
"""
