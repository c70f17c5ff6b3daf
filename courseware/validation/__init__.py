"""Any package → diagnostics: schemas, and the rules that schemas cannot say, as tables, one module a subject.

`validate.validate` judges a zip, a folder or a manifest of any tool; `statement_source` judges xAPI statements.
"""
