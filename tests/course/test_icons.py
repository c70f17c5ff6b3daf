"""Icons are found by every name an author may know, in the table that the build hook makes."""

import re

import pytest

from courseware.course import icons
from courseware.data import icons_file, manifests_folder, templates_folder
from courseware.diagnostics.suggest import nearest


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("chart-line", "chart-line"),
        ("fa-chart-line", "chart-line"),
        ("fas fa-road", "road"),
        ("fa-solid fa-trophy", "trophy"),
        ("  Calculator ", "calculator"),
        ("balance-scale", "scale-balanced"),
        ("fa-balance-scale", "scale-balanced"),
        ("fab fa-github", "github"),
        ("github", "github"),
    ],
)
def test_found_by_name(written: str, name: str) -> None:
    icon = icons.find(written)
    assert icon is not None
    assert icon.name == name
    assert (icon.width, icon.height) > (0, 0)
    assert re.fullmatch(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,-]+", icon.path)


def test_named_style_wins_and_solid_is_the_default() -> None:
    solid, regular = icons.find("fas fa-star"), icons.find("far fa-star")
    assert solid is not None
    assert regular is not None
    assert solid.path != regular.path
    assert icons.find("star") == solid


def test_style_that_does_not_exist_gives_the_style_that_does() -> None:
    assert icons.find("far fa-road") == icons.find("road")


@pytest.mark.parametrize("written", ["", " ", "fa-", "roa", "roadd", "#", "solid", "zzz", "0\tsolid", "café"])
def test_unknown(written: str) -> None:
    assert icons.find(written) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [("chart-lin", "chart-line"), ("fas fa-trophie", "trophy"), ("balance-scal", "balance-scale")],
)
def test_nearest(written: str, name: str) -> None:
    assert nearest(icons.base_name(written), icons.names()) == name


@pytest.mark.parametrize("written", ["", "qqqqqqqq"])
def test_nothing_near(written: str) -> None:
    assert nearest(icons.base_name(written), icons.names()) is None


def test_every_row_of_the_table_is_found() -> None:
    rows = [line.split("\t") for line in icons_file().read_text().splitlines() if not line.startswith("#")]
    assert len(rows) > 2000
    found = {row[0]: icons.find(row[0]) for row in rows}
    assert [name for name, icon in found.items() if icon is None] == []
    older = {row[0]: row[2] for row in rows if row[1] == "="}
    assert len(older) > 500
    assert {alias: found[alias] for alias in older} == {alias: found[name] for alias, name in older.items()}


def test_notice_names_author_and_table_names_licence() -> None:
    assert icons.notice().startswith("Font Awesome Free ")
    assert "CC BY 4.0" in icons_file().read_text()[:500]


def test_data_folders_exist() -> None:
    assert (templates_folder() / "components").is_dir()
    assert (manifests_folder() / "scorm12").is_dir()
