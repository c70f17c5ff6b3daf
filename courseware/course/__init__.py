"""A folder and its documents → `Course`: sources, settings, order, ids, links, launches, pins.

Only `source.read_source` reads an author's folder; `course.build_course` combines the documents and reports what is
wrong between them.
"""
