"""`Course` → the files that a learner's browser gets: pages from templates, style sheet, linked script, media.

docs/page.md describes the pages. `compare` reads them back from an earlier package.
"""
