"""An LMS and a learning record store on this machine, in which authors play their courses.

`desk.Desk` is the running preview: the packages that are played (`builds`), the class and its answers (`store`), and
the launches that are open. `app` has the author's pages, `classroom` those of a class, `gradebook` their answers.
`player` serves the packages, with SCORM's run-time in `lms` and the record store of xAPI and cmi5 in `record_store`.
`serve` runs all of them.
"""
