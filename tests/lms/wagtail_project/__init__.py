"""A Django project with nothing in it but wagtail-lms, an LMS that this project did not write."""
