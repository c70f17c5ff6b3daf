"""Prints how fast courseware is, as ratios to floors measured in the same run: `python tests/benchmarks/run.py`.

Absolute times say more about the machine than about the program. Therefore most rows compare with an unavoidable cost:
Python only importing the libraries, or bare markdown-it-py rendering the same text.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "support"))  # for `chromium`, the browser of the tests

import browser
from documents import write_course
from editor import editor
from preview import preview
from processes import alternate, middle, ratio, run
from reading_records import records
from reading_store import store
from rows import Row
from validation import validation
from writing import writing

COMMAND = str(Path(sys.executable).with_name("courseware"))
IMPORTS = [sys.executable, "-c", "import lxml.etree, jinja2, markdown_it, click, yaml"]
MARKDOWN = """\
import sys
from pathlib import Path
from markdown_it import MarkdownIt
markdown = MarkdownIt("commonmark")
for path in sorted(Path(sys.argv[1]).glob("*.md")):
    markdown.render(path.read_text(encoding="utf-8"))
"""
INTERACTIONS_A_DOCUMENT = 10
ONE_DOCUMENT = Path(__file__).parents[1] / "courses" / "seed"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these of: {', '.join(PARTS)}")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a limit does not hold")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    rows = []
    print_row("what", "measured", "floor", "value", "limit", "holds")
    print_row(*["---"] * 6)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.parts or PARTS:
            for row in PARTS[name](Path(folder)):
                rows.append(row)
                print_row(*row.cells())
    if options.strict and any(row.holds is False for row in rows):
        sys.exit(1)


def print_row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def five_documents(folder: Path) -> Iterator[Row]:
    """Start-up time and a small course, as whole processes."""
    course = folder / "five"
    write_course(course, 5)
    commands = {
        "package, one document": (package(ONE_DOCUMENT, folder / "one.zip"), 1.45),
        "package, 5 documents": (package(course, folder / "five.zip"), 2.0),
        "check, 5 documents": ([COMMAND, "check", str(course)], 1.2),
        "--help": ([COMMAND, "--help"], 0.4),
    }
    floor, *measured = alternate([IMPORTS, *(command for command, _ in commands.values())], rounds=15)
    for (what, (_, limit)), runs in zip(commands.items(), measured, strict=True):
        yield Row(
            what,
            milliseconds(middle(runs)),
            f"{milliseconds(middle(floor))} imports",
            ratio(runs, floor),
            " ×",
            limit,
        )


def thousand_documents(folder: Path) -> Iterator[Row]:
    """A course of 1,000 documents: growth, time compared with Markdown alone, and memory."""
    sizes = (1, 100, 1000)
    courses = {size: folder / f"course{size}" for size in sizes}
    megabytes = {size: write_course(course, size) / 1e6 for size, course in courses.items()}
    commands = [package(course, course.with_suffix(".zip")) for course in courses.values()]
    commands.append([sys.executable, "-c", MARKDOWN, str(courses[1000])])
    single, hundred, thousand, markdown = alternate(commands, rounds=3)

    # Start-up time is subtracted from both; otherwise the smaller course would look slow and the growth small.
    at_hundred = (middle(hundred) - middle(single)) / 99
    at_thousand = (middle(thousand) - middle(single)) / 999
    yield Row(
        "a document among 1,000 beside one among 100",
        milliseconds(at_thousand),
        milliseconds(at_hundred),
        at_thousand / at_hundred,
        " ×",
        1.2,
    )
    what = f"package, 1,000 documents ({megabytes[1000]:.1f} MB)"
    seconds = f"{middle(thousand):.2f} s"
    beside = f"{middle(markdown):.2f} s markdown-it-py"
    yield Row(what, seconds, beside, ratio(thousand, markdown), " ×", 2.2)
    peak = max(run.megabytes for run in thousand)
    yield Row("package, 1,000 documents: peak memory", f"{peak:.0f} MB", "", peak, " MB", 150)
    yield pandoc(folder, courses[1000], middle(thousand))


def pandoc(folder: Path, course: Path, seconds: float) -> Row:
    """The same text converted by pandoc to standalone HTML, for comparison, without a limit."""
    what = "package, 1,000 documents, beside pandoc"
    command = shutil.which("pandoc")
    if command is None:
        return Row(what, f"{seconds:.2f} s", "pandoc is not installed", 0, "", None)
    texts = [str(path) for path in sorted(course.glob("*.md"))]
    options = ["--from=commonmark", "--to=html", "--standalone", "--metadata=title:Benchmark"]
    beside = run([command, *options, f"--output={folder / 'pandoc.html'}", *texts]).seconds
    return Row(what, f"{seconds:.2f} s", f"{beside:.2f} s pandoc", seconds / beside, " ×", None)


def units(folder: Path) -> Iterator[Row]:
    """A course of 1,000 documents, each an assignable unit: growth."""
    sizes = (2, 100, 1000)
    courses = {size: folder / f"units{size}" for size in sizes}
    for size, course in courses.items():
        write_course(course, size)
        settings = "base_iri: https://example.org/units\nstructure: per-document\n"
        (course / "course.yaml").write_text(settings, encoding="utf-8")
    zips = [[*package(course, course.with_suffix(".zip")), "--format", "cmi5"] for course in courses.values()]
    two, hundred, thousand = (middle(runs) for runs in alternate(zips, rounds=3))
    at_hundred, at_thousand = (hundred - two) / 98, (thousand - two) / 998
    yield Row(
        "cmi5, 1,000 documents beside 100: time per document",
        milliseconds(at_thousand),
        milliseconds(at_hundred),
        at_thousand / at_hundred,
        " ×",
        1.2,
    )


def formats(folder: Path) -> Iterator[Row]:
    """All formats in one run, compared with a single format."""
    course = folder / "formats"
    write_course(course, 150)
    single = package(course, folder / "one.zip")
    every = [COMMAND, "package", str(course), "--format", "all", "--output", str(folder / "all")]
    alone, together = alternate([single, every], rounds=5)
    seconds, beside = f"{middle(together):.2f} s", f"{middle(alone):.2f} s one format"
    yield Row("package --format all, 150 documents", seconds, beside, ratio(together, alone), " ×", 1.5)


def pages(folder: Path) -> Iterator[Row]:
    """Large courses in Chromium: the time until the first page works, and the cost of an answer."""
    for documents, limit in ((50, 0.3), (1000, 1.5)):
        course, site = folder / f"pages{documents}", folder / f"site{documents}"
        write_course(course, documents)
        run(package(course, f"{site}/"))
        costs = browser.measure(site / "index.html")
        what = f"{documents:,} documents, {documents * INTERACTIONS_A_DOCUMENT:,} interactions"
        yield Row(f"{what}: opens", f"{costs.opens:.3f} s", "", costs.opens, " s", limit)
        script = costs.answer * 1000
        yield Row(
            f"{what}: script of one answer",
            f"{script:.1f} ms",
            "",
            script,
            " ms",
            10 if documents == 50 else None,
        )


def package(course: Path, output: Path | str) -> list[str]:
    return [COMMAND, "package", str(course), "--output", str(output)]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


PARTS = {
    "five": five_documents,
    "thousand": thousand_documents,
    "units": units,
    "formats": formats,
    "pages": pages,
    "editor": editor,
    "validation": validation,
    "records": records,
    "store": store,
    "preview": preview,
    "writing": writing,
}

if __name__ == "__main__":
    main()
