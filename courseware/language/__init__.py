"""The course language: text → `Document`.

Nothing here knows of a folder, a course or a format. `parse.read_document` takes a text and gives a document and its
diagnostics, in steps that can each be called from a string: `front_matter` splits and reads the block of YAML; `blocks`
gives blocks of Markdown tokens and markers with typed values (by the table in `components`); `sections` makes each
section plain text, a form or a question; `interactions` gives questions their options, answers and ids.
"""
