"""Files ↔ a zip or a folder.

`writer` writes a package the same on every machine, whole or not at all; `reader` opens anyone's package, bounded and
without unpacking; `file_names` says what the path of a file in a package may be.
"""
