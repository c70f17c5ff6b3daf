"""Any package → diagnostics: schemas, and tables of the rules that no schema can express, one module for each subject.

`validate.validate` checks a zip, a folder or a manifest made by any tool; `statement_source` checks xAPI statements.
"""
