"""docs/page.md compared with templates and scripts: the contract lists all hooks, and no others."""

from __future__ import annotations

import re

from jinja2 import Environment, meta
from test_layers import ROOT

from courseware.data import templates_folder

CONTRACT = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
TEMPLATE_FILES = [
    path
    for path in sorted(templates_folder().rglob("*.html"))
    if path.parent.name != "preview"  # its pages are not those of a course
    if path.name not in ("records.html", "validation.html")  # reports, not pages of a course
]
TEMPLATES = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATE_FILES)
SCRIPTS = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((templates_folder() / "runtime").rglob("*.js"))
)


def hooks(text: str) -> set[str]:
    """The `data-…` attributes that a text names."""
    return set(re.findall(r"\bdata-[a-z]+(?:-[a-z]+)*\b", text))


def hooks_of_scripts() -> set[str]:
    """The `data-…` attributes that scripts name: as attributes, properties of `dataset`, or in `hook(root, "…")`."""
    properties = re.findall(r"\bdataset\.([a-zA-Z]+)", SCRIPTS)
    named = re.findall(r'\bhooks?\([^)"]*"([a-z-]+)"', SCRIPTS)
    spelled = {re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in properties}
    return hooks(SCRIPTS) | {f"data-{name}" for name in (*spelled, *named)}


def test_the_contract_names_no_hook_that_nothing_writes_or_reads() -> None:
    assert hooks(CONTRACT) - hooks(TEMPLATES) - hooks_of_scripts() == set()


def test_the_contract_names_each_hook_of_the_templates() -> None:
    assert hooks(TEMPLATES) - hooks(CONTRACT) == set()


def test_the_contract_names_no_class_that_templates_do_not_give() -> None:
    named = {name for names in re.findall(r'class="([^"…]*)"', CONTRACT) for name in names.split()}
    assert named
    given = set(re.findall(r"[a-z]+(?:[-_]+[a-z]+)*", TEMPLATES))
    assert named - given == set()


def test_the_contract_lists_each_template_with_its_variables() -> None:
    section = CONTRACT.partition("\n## What templates receive\n")[2].partition("\n## ")[0]
    everywhere = set(re.findall(r"`(\w+)`", section.partition("\n| template")[0]))
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", section, re.MULTILINE))
    environment = Environment(autoescape=True)
    environment.filters |= dict.fromkeys(re.findall(r"`(\w+)`", section.partition("\nFilters: ")[2]), str)
    for path in TEMPLATE_FILES:
        name = path.relative_to(templates_folder()).as_posix()
        given = rows.get(name) or rows.get(re.sub(r"/\w+_field", "/<section type>_field", name))
        if given is None and name.startswith("components/"):
            given = rows["components/<section type>.html"] + rows["components/<field type>.html"]
        assert given, name
        source = path.read_text("utf-8")
        own = set(re.findall(r"\bset (\w+) =", source))  # Jinja does not see those of a branch
        used = meta.find_undeclared_variables(environment.parse(source)) - own
        assert used - everywhere - set(re.findall(r"`(\w+)`", given)) == set(), name
