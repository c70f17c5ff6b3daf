"""What learners answered → one tidy table, whichever system kept it (docs/records.md).

`reading.read` takes the files; `moodle` and `xapi` understand what is in them; `answer` is what they give.
"""
