"""The course language: text → `Document`.

Nothing here knows about folders, courses or formats. `parse.read_document` turns a text into a document and its
diagnostics, in steps that can each be called on a string: `front_matter` separates and reads the YAML block; `blocks`
makes blocks of Markdown tokens, and markers with typed values (according to the table in `components`); `sections`
makes each section plain text, a form or a question; `interactions` gives questions their options, answers and ids.
"""
