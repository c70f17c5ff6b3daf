"""Writing files to a zip or a folder, and reading them back.

`writer` writes a package completely or not at all, with the same bytes on every machine; `reader` opens a package made
by any tool, within limits and without unpacking it; `file_names` decides what the path of a file in a package may be.
"""
