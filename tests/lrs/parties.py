"""Validators of statements: Learning Locker's, Ralph's models, and our own rules."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from courseware.validation.statements import problems


@cache
def xapi_validation() -> subprocess.Popen[str]:
    """xapi-validation in a process that ends with this one: it takes longer to start than to validate."""
    script = Path(__file__).with_name("validate_statements.mjs")
    return subprocess.Popen(["node", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")


def of_xapi_validation(statements: Iterable[Mapping[str, Any]]) -> list[str]:
    process = xapi_validation()
    assert process.stdin
    assert process.stdout
    print(json.dumps(list(statements)), file=process.stdin, flush=True)
    found: list[str] = json.loads(process.stdout.readline())
    return found


def of_ralph(statements: Iterable[Mapping[str, Any]]) -> list[str]:
    # imported here because it takes a second, for which all processes that collect tests would wait
    from ralph.models.xapi.base.statements import BaseXapiStatement

    found = []
    for statement in statements:
        try:
            BaseXapiStatement(**statement)
        except ValidationError as error:
            found.append(str(error))
    return found


def of_ours(statements: Iterable[Mapping[str, Any]]) -> list[str]:
    return [f"{path} {reason}" for statement in statements for path, reason in problems(statement)]


def verdicts(statements: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Validator → what it finds wrong."""
    some = list(statements)
    return {"xapi-validation": of_xapi_validation(some), "Ralph": of_ralph(some), "ours": of_ours(some)}


CLEAN: dict[str, list[str]] = {"xapi-validation": [], "Ralph": [], "ours": []}
