"""`Course` → the files that a learner's browser gets: pages from templates, style sheet, linked script, media.

The pages are described in docs/page.md. `compare` reads them again out of an earlier package.
"""
