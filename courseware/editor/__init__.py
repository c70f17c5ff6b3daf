"""What an author's editor shows of a course while it is written: the features of a language server.

A `Workspace` holds a course with the texts that are not saved yet; a `DocumentText` is one of its documents with the
places of its headings, markers and links. Each feature is a module of functions from these to types of the Language
Server Protocol; `server` says them to an editor.
"""
