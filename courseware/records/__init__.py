"""What learners answered → one tidy table, whichever system stored it (docs/records.md).

`reading.read` reads the files; `moodle` and `xapi` interpret their contents; `answer` defines the result.
"""
