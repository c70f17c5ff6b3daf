"""courseware: a folder of Markdown in, one package that an LMS takes out."""

__version__ = "0.1.0"
