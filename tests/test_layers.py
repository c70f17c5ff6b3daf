"""Each layer of the program imports only from the layers below it.

As a script, it prints how many imports lead from which layer to which, and each layer's longest file and function.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYERS = (
    "record", "data", "diagnostics", "language", "course", "archive", "site", "validation", "formats", "records",
    "preview", "editor", "commands",
)  # fmt: skip
"""Layers from the bottom up; `record` is the base class of values, `data` locates the files that courseware ships."""
MODULES = sorted((ROOT / "courseware").rglob("*.py"))


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of courseware that a module imports, anywhere in it, even if only for types."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "imports are absolute"
            yield from [f"{node.module}.{name.name}" for name in node.names]
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def dotted(path: Path) -> str:
    """The name by which a module is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def layer_of(name: str) -> str | None:
    """The layer of a module: `courseware.site.linker` → `site`; None if it belongs to none."""
    parts = name.split(".")
    return parts[1] if parts[0] == "courseware" and len(parts) > 1 and parts[1] in LAYERS else None


def test_every_module_is_in_a_layer() -> None:
    found = {layer_of(dotted(path)) for path in MODULES}
    assert found - {None} == set(LAYERS)
    above = {path.name for path in (ROOT / "courseware").glob("*.py")}
    assert above == {"__init__.py", "__main__.py", "data.py", "interface.py", "record.py"}


def test_a_layer_imports_only_from_below() -> None:
    for path, tree in trees().items():
        own = layer_of(dotted(path))
        below = LAYERS[: LAYERS.index(own) + 1] if own else LAYERS
        found = {(layer_of(name), name) for name in imported(tree)}
        assert [name for layer, name in sorted(found, key=str) if layer and layer not in below] == [], path


def test_no_module_is_imported_by_a_name_made_at_run_time_but_those_of_a_registry() -> None:
    users = {
        path.relative_to(ROOT).as_posix() for path in MODULES if "import_module" in path.read_text("utf-8")
    }
    assert users == {f"courseware/{face}__init__.py" for face in ("", "formats/", "commands/")}


def test_only_commands_print_and_exit() -> None:
    for path, tree in trees().items():
        if layer_of(dotted(path)) != "commands":
            called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            printing = {"print", "exit", "sys.exit", "click.echo", "click.secho", "echo", "secho"}
            assert called & printing == set(), path


def test_the_name_of_a_type_means_one_thing() -> None:
    places: dict[str, dict[str, str]] = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                name, meaning = node.name, str(path)
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name, meaning = node.targets[0].id, ast.unparse(node.value)
            else:
                continue
            if re.match("[A-Z]+[a-z]", name) and not meaning.startswith("TypeVar("):
                places.setdefault(name, {})[meaning] = str(path.relative_to(ROOT))
    several = {name: sorted(found.values()) for name, found in places.items() if len(found) > 1}
    assert several.pop("Json"), "an object, to be changed or not"
    assert several == {}


def test_every_exception_from_a_check_says_why() -> None:
    files = [*MODULES, *(ROOT / "tests").rglob("*.py"), ROOT / "hatch_build.py"]
    lines = [(path.name, line) for path in files for line in path.read_text("utf-8").splitlines()]
    assert [
        line
        for line in lines
        if re.search(r"# (noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z, -]+\])?)$", line[1])
    ] == []


def longest_function(path: Path) -> tuple[int, str]:
    """The length in lines and the name of a module's longest function."""
    functions = [
        (node.end_lineno - node.lineno + 1, f"{path.stem}.{node.name}")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    return max(functions, default=(0, "-"))


def print_layers() -> None:
    """A line for each layer: its size, imports, longest file and function."""
    for layer in LAYERS:
        paths = [
            path
            for path in MODULES
            if path.relative_to(ROOT / "courseware").with_suffix("").parts[0] == layer
        ]
        found = Counter(
            layer_of(name)
            for path in paths
            for name in set(imported(ast.parse(path.read_text(encoding="utf-8"))))
        )
        lines, longest = max(
            (len(path.read_text(encoding="utf-8").splitlines()), path.name) for path in paths
        )
        below = ", ".join(f"{found[other]} {other}" for other in LAYERS if other != layer and found[other])
        size, function = max(map(longest_function, paths))
        print(f"{layer}: {len(paths)} modules; imports {below or 'nothing'}")
        print(f"    longest file {longest}, {lines} lines; longest function {function}, {size} lines")


if __name__ == "__main__":
    print_layers()
