"""The course language: text → `Document`.

Front matter, Markdown, the grammar of markers, the table of components, and the questions that they ask. Nothing here
knows of a folder, a course or a format: `parse.read_document` takes a text and gives a document and its diagnostics.
"""
