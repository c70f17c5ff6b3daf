"""What an author's editor shows about a course while it is being written: the features of a language server.

A `Workspace` is a course with its unsaved texts; a `DocumentText` is one of its documents with the places of headings,
markers and links. Each feature is a module of functions that turn these into types of the Language Server Protocol;
`server` answers an editor with them.
"""
