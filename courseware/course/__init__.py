"""A folder and its documents → `Course`: sources, settings, order, ids, links, launches, pins.

`source.read_source` is the only reader of an author's folder; `course.build_course` puts documents together and says
what is wrong between them.
"""
