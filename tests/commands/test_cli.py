"""The command line: exit status, what goes where, and what is written."""

from __future__ import annotations

import gc
import json
import os
import re
import shlex
import subprocess
import sys
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from courseware import __version__
from courseware.archive.temporary_folder import temporary_folder
from courseware.commands import COMMANDS, main
from courseware.commands.faults import FAULTS
from courseware.language.components import COMPONENTS

ROOT = Path(__file__).resolve().parents[2]
CLEAN = "---\ntitle: Clean\n---\n\n## Q\n\n{type: selection}\n\n- [x] a\n- [ ] b\n"
WARNING = "---\ntitle: Warning\nfoo: 1\n---\n"
ERROR = "---\ntitle: Error\nfoo: 1\n---\n\nÄ, 100 %: {type: form}\n\n{type: selct}\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the courses `clean`, `warning` and `error`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, text in (("clean", CLEAN), ("warning", WARNING), ("error", ERROR)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(main, arguments, **options)


def files(folder: Path) -> set[str]:
    """The names of all files below a folder, except those of the courses."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if name.split("/")[0] not in {"clean", "warning", "error"}}


# Exit status


@pytest.mark.parametrize("command", ["check", "package"])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["clean"], 0),
        (["clean", "--strict"], 0),
        (["warning"], 0),
        (["warning", "--strict"], 1),
        (["error"], 1),
        (["error", "--output-format", "json"], 1),
        (["nowhere"], 1),
        (["clean/a.md"], 1),
        ([], 1),
        (["clean", "--no-such-option"], 2),
        (["clean", "--output-format", "xml"], 2),
        (["clean", "more"], 2),
    ],
)
def test_exit_status(command: str, arguments: Sequence[str], status: int) -> None:
    result = run(command, *arguments)
    assert result.exit_code == status
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["--help"], 0),
        (["-h"], 0),
        (["package", "-h"], 0),
        (["--version"], 0),
        (["explain", "m203"], 0),
        (["explain", "M999"], 2),
        (["components", "selct"], 2),
        (["completion", "tcsh"], 2),
        (["package", "clean", "--format", "pdf"], 2),
        (["nosuch"], 2),
        (["new", "clean"], 2),
        (["new"], 2),
    ],
)
def test_exit_status_of_other_commands(arguments: Sequence[str], status: int) -> None:
    assert run(*arguments).exit_code == status


def test_the_default_course_is_content(folder: Path) -> None:
    (folder / "clean").rename(folder / "content")
    assert run("check").exit_code == 0
    result = run("check", "nowhere")
    assert "error[C101]: there is no course at nowhere" in result.stderr


def test_the_module_runs_as_the_command_does() -> None:
    for course, status in (("clean", 0), ("error", 1)):
        command = [sys.executable, "-m", "courseware", "check", course]
        assert subprocess.run(command, capture_output=True, check=False).returncode == status
    command = [sys.executable, "-m", "courseware", "--version"]
    assert (
        subprocess.run(command, capture_output=True, check=True, text=True).stdout
        == f"courseware {__version__}\n"
    )


def test_the_line_of_a_command_in_the_help_is_the_first_of_its_own_help() -> None:
    for name, summary in COMMANDS.items():
        help_text = import_module(f"courseware.commands.{name.replace('-', '_')}").command.help
        assert help_text.partition("\n")[0] == summary
    listed = re.findall(r"^  ([\w-]+)  +(.+)$", run("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == list(COMMANDS.items())


def test_what_runs_all_day_gives_memory_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[bool] = []

    def run(serving: Coroutine[object, object, None]) -> None:
        serving.close()
        seen.append(gc.isenabled())

    monkeypatch.setattr("courseware.commands.preview.asyncio.run", run)
    monkeypatch.setattr("courseware.editor.server.server.start_io", lambda: seen.append(gc.isenabled()))
    data = str(tmp_path / "answers.sqlite3")
    try:
        for arguments in (
            ["preview", str(ROOT / "content"), "--no-open", "--data", data],
            ["language-server"],
        ):
            gc.disable()
            assert CliRunner().invoke(main, arguments).exit_code == 0
    finally:
        gc.enable()
    assert seen == [True, True]


def test_check_renders_and_validates_nothing() -> None:
    script = "import courseware.commands.check, sys; print({'jinja2', 'lxml', 'tinycss2'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout == "set()\n"


def test_a_course_is_checked_without_a_search_for_translations() -> None:
    script = "import courseware.commands as c, sys; c.main(['check', '{}'], standalone_mode=False)"
    script = script.format(ROOT / "tests/courses/seed") + "; print('locale' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "False"


# Where diagnostics go


def test_text_goes_to_standard_error_with_the_source_line_and_a_caret() -> None:
    result = run("check", "error")
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    at = lines.index("error/a.md:6:11: error[M302]: a marker within a line of text")
    assert lines[at + 1] == "   6 | Ä, 100 %: {type: form}"
    assert lines[at + 2] == "     |           ^"
    assert lines[at + 3].startswith("  help: put the marker on a line of its own")
    assert lines[-2:] == ["2 errors, 1 warning", "`courseware explain M302` says more."]
    severities = re.findall(r"(error|warning)\[", result.stderr)
    assert severities == ["error", "error", "warning"]


def test_carets_are_below_wide_characters_and_after_tabs(folder: Path) -> None:
    (folder / "error" / "a.md").write_text("---\ntitle: T\n---\n\nかな\t{type: form}\n", encoding="utf-8")
    lines = run("check", "error").stderr.splitlines()
    assert lines[1:3] == ["   5 | かな\t{type: form}", "     |     \t^"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("xapi: {endpoint: 'https://ada:s3cret@lrs.example/'}", "C117"),
        ("base_iri: https://ada:s3cret@lrs.example/course", "C117"),
        ("xapi: {endpoint: 'https://lrs.example/?token=s3cret'}", "C117"),
        ("xapi: {endpoint: 'https://ada:1/s3cret@lrs.example/'}", "C117"),
        ("xapi: {endpoint: /lrs/, home_page: 'https://ada:s3cret@lms.example'}", "C117"),
        ("xapi:\n  endpoint: http://lrs.example/\n  home_page: https://lms.example/?s3cret", "C117"),
        ("xapi: {endpoint: 'http://lrs.example/', home_page: 'https://lms.example/#s3cret'}", "C118"),
        ("xapi:\n  endpoint: ada:s3cret@lrs.example/x", "C108"),
        ('xapi:\n  endpoint: "https://ada:s3cret @lrs.example"', "C108"),
        ("xapi: https://ada:s3cret@lrs.example", "C108"),
        ("xapi:\n  - s3cret", "C108"),
        ("xapi: {home_page: 'https://lms.example', password: s3cret}", "C107"),
        ("xapi:\n  endpoint: /lrs/\n  password: s3cret", "C107"),
        ("xapi: {endpoint: https://ada:a,s3cret@lrs.example}", "C107"),
        ("xapi: {endpoint: https://ada:a,s3cret,b@lrs.example}", "C107"),
        ("xapi: {endpoint: https://ada:a,s3cret,s3cret,b@lrs.example}", "F109"),
        ("xapi:\n  endpoint: /lrs/\n  endpoint: https://ada:s3cret@lrs.example", "F109"),
        ("xapi: {endpoint: /lrs/}\nxapi: https://ada:s3cret@lrs.example", "F109"),
        ("{them: x, xapi: {endpoint: 'https://ada:s3cret@lrs.example'}}", "C107"),
        ("{theme: x, xapi: {endpoint: 'https://ada:s3cret@lrs.example'}}", "C113"),
        ("{texts: {no: x}, xapi: {endpoint: 'https://ada:s3cret@lrs.example'}}", "C114"),
        ("xapi:\nendpoint: https://ada:s3cret@lrs.example", "C107"),
        ('xapi:\n  endpoint: "https://ada:s3cret@lrs.example', "C106"),
        ("xapi:\n  password: *s3cret", "C106"),
        ("xapi https://ada:s3cret@lrs.example", "C106"),
        ("xapi: " + "[" * 30 + "s3cret", "C106"),
        ("xpai: https://ada:s3cret@lrs.example", "C107"),
        ("xpai: {endpoint: 'https://lrs.example/', key: s3cret}", "C107"),
        ("lrs: s3cret", "C107"),
        ("api_key: s3cret", "C107"),
        ('xpai:\n  endpoint: "https://ada:s3cret@lrs.example', "C106"),
        ("xpai:\n  password: *s3cret", "C106"),
        ("{them: x, lrs: s3cret}", "C107"),
    ],
)
def test_a_password_is_not_printed(folder: Path, settings: str, code: str) -> None:
    (folder / "one.md").write_text("---\ntitle: One\nphase: 1\n---\n\nText.\n", encoding="utf-8")
    (folder / "course.yaml").write_text(settings, encoding="utf-8")
    for output_format in ("text", "json", "sarif", "github"):
        result = run("check", str(folder), "--output-format", output_format)
        assert result.exit_code == 1
        assert code in result.output
        assert "s3cret" not in result.output


def test_settings_without_a_password_are_shown(folder: Path) -> None:
    (folder / "one.md").write_text("---\ntitle: One\nphase: 1\n---\n\nText.\n", encoding="utf-8")
    (folder / "course.yaml").write_text("them: plain\n", encoding="utf-8")
    assert "   1 | them: plain" in run("check", str(folder)).stderr.splitlines()


def test_a_terminal_gets_no_control_characters_of_a_document(folder: Path) -> None:
    (folder / "error" / "a.md").write_bytes(b"---\ntitle: T\n---\n\n\x1b]0;x\x07 {type: form}\n")
    assert "   5 | \ufffd]0;x\ufffd {type: form}" in run("check", "error").stderr.splitlines()


def test_a_clean_course_says_so_on_standard_output() -> None:
    result = run("check", "clean")
    assert (result.stdout, result.stderr) == ("1 page, 1 interaction: nothing to report\n", "")
    assert run("check", "warning").stdout == "1 page, 0 interactions: no errors\n"


def test_json_has_exactly_its_keys_and_nothing_else_is_printed() -> None:
    result = run("check", "error", "--output-format", "json")
    assert result.stderr == ""
    found = json.loads(result.stdout)
    keys = ["code", "severity", "message", "hint", "file", "line", "column", "end_line", "end_column"]
    assert [list(entry) for entry in found] == [keys] * 3
    assert [tuple(entry[key] for key in ("code", "severity", *keys[4:])) for entry in found] == [
        ("F105", "warning", "error/a.md", 3, 1, 3, 4),
        ("M302", "error", "error/a.md", 6, 11, 6, 12),
        ("M203", "error", "error/a.md", 8, 8, 8, 13),
    ]
    assert found[2]["message"] == 'unknown component "selct"; did you mean "select"?'


@pytest.mark.parametrize("command", ["check", "package"])
def test_json_of_what_is_clean_is_an_empty_list(command: str) -> None:
    result = run(command, "clean", "--output-format", "json")
    assert (json.loads(result.stdout), result.stderr) == ([], "")


def test_json_without_a_place_has_nulls() -> None:
    (entry,) = json.loads(run("check", "nowhere", "--output-format", "json").stdout)
    assert {entry[key] for key in ("file", "line", "column", "end_line", "end_column")} == {None}


def test_sarif_has_what_its_readers_need() -> None:
    log = json.loads(run("check", "error", "--output-format", "sarif").stdout)
    assert (log["version"], sorted(log)) == ("2.1.0", ["$schema", "runs", "version"])
    (sarif_run,) = log["runs"]
    driver = sarif_run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("courseware", __version__)
    assert [rule["id"] for rule in driver["rules"]] == ["F105", "M203", "M302"]
    assert all(rule["fullDescription"]["text"] for rule in driver["rules"])
    assert sarif_run["columnKind"] == "unicodeCodePoints"
    for result in sarif_run["results"]:
        assert sorted(result) == ["level", "locations", "message", "ruleId", "ruleIndex"]
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == FAULTS[result["ruleId"]].severity
        assert result["message"]["text"]
    places = [result["locations"][0]["physicalLocation"] for result in sarif_run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"error/a.md"}
    assert places[1]["region"] == {"startLine": 6, "startColumn": 11, "endLine": 6, "endColumn": 12}


def test_sarif_escapes_names_and_may_have_no_place(folder: Path) -> None:
    (folder / "error" / "a.md").rename(folder / "error" / "größe 1.md")
    log = json.loads(run("check", "error", "--output-format", "sarif").stdout)
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "error/gr%C3%B6%C3%9Fe%201.md"
    log = json.loads(run("check", "nowhere", "--output-format", "sarif").stdout)
    assert log["runs"][0]["results"][0]["locations"] == []


def test_github_gets_an_annotation_a_line(folder: Path) -> None:
    text = '---\ntitle: T\n---\n\n{type: "100%, a:b"}\n'
    (folder / "error" / "a.md").write_text(text, encoding="utf-8")
    lines = run("check", "error", "--output-format", "github").stdout.splitlines()
    assert len(lines) == 1
    start = "::error file=error/a.md,line=5,endLine=5,col=8,title=M203::"
    assert lines[0].startswith(f'{start}unknown component "100%25, a:b"')
    assert run("check", "clean", "--output-format", "github").stdout == ""


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" in run("check", "error", color=True).stderr
    assert "\x1b[" not in run("check", "error").stderr
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in run("check", "error", color=True).stderr
    assert "\x1b[" not in run("explain", "M203", color=True).stdout


# What is written


def test_a_package_is_written_below_build(folder: Path) -> None:
    result = run("package", "clean")
    assert files(folder) == {"build/clean-scorm12.zip"}
    assert result.stdout.startswith("build/clean-scorm12.zip  ")
    assert "Clean (id clean)" in result.stdout
    assert "1 page, 1 interaction" in result.stdout
    with ZipFile("build/clean-scorm12.zip") as package:
        assert package.testzip() is None
        assert "imsmanifest.xml" in package.namelist()


def test_scorm_means_scorm12(folder: Path) -> None:
    for name in ("scorm", "scorm12"):
        assert run("package", "clean", "--format", name, "--output", f"{name}.zip").exit_code == 0
    assert (folder / "scorm.zip").read_bytes() == (folder / "scorm12.zip").read_bytes()


@pytest.mark.parametrize("arguments", [["error"], ["warning", "--strict"], ["nowhere"]])
def test_nothing_is_written_on_an_error(folder: Path, arguments: Sequence[str]) -> None:
    assert run("package", *arguments).exit_code == 1
    assert run("package", *arguments, "--output", "new/folder/x.zip").exit_code == 1
    assert run("package", *arguments, "--output", "site/").exit_code == 1
    assert sorted(path.name for path in folder.iterdir()) == ["clean", "error", "warning"]


def test_an_error_leaves_an_earlier_package_as_it_was(folder: Path) -> None:
    (folder / "x.zip").write_bytes(b"as it was")
    assert run("package", "error", "--output", "x.zip").exit_code == 1
    assert (folder / "x.zip").read_bytes() == b"as it was"
    assert run("package", "clean", "--output", "x.zip").exit_code == 0
    assert ZipFile("x.zip").testzip() is None
    assert files(folder) == {"x.zip"}


def test_a_path_that_ends_in_a_slash_gets_the_files(folder: Path) -> None:
    for _ in range(2):
        result = run("package", "clean", "--format", "html", "--output", "new/site/")
        assert result.exit_code == 0
    assert {"new/site/index.html", "new/site/.courseware"} <= files(folder)
    assert not (folder / "new" / "site" / "imsmanifest.xml").exists()


def test_a_folder_without_a_slash_is_misuse(folder: Path) -> None:
    (folder / "site").mkdir()
    result = run("package", "clean", "--output", "site")
    assert result.exit_code == 2
    assert "to write the unpacked files there, give site/" in result.stderr
    assert files(folder) == set()


def test_a_folder_with_other_files_is_not_changed(folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "mine.txt").write_text("mine")
    result = run("package", "clean", "--output", "site/")
    assert result.exit_code == 2
    assert "mine.txt" in result.stderr
    assert files(folder) == {"site/mine.txt"}


def test_where_nothing_can_be_written_there_is_a_message(folder: Path) -> None:
    (folder / "file").touch()
    result = run("package", "clean", "--output", "file/x.zip")
    assert (result.exit_code, result.stderr) == (1, "Error: cannot write file/x.zip: File exists\n")
    result = run("package", "clean", "--output", "file/")
    assert result.exit_code == 2
    assert "file is not a folder" in result.stderr
    assert files(folder) == {"file"}


def test_a_package_with_warnings_is_written_and_says_them(folder: Path) -> None:
    result = run("package", "warning")
    assert result.exit_code == 0
    assert "warning[F105]" in result.stderr
    assert files(folder) == {"build/warning-scorm12.zip"}


def test_only_regular_files_are_replaced(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    (folder / "link").symlink_to(os.devnull)
    for name in ("pipe", "link", os.devnull):
        result = run("package", "clean", "--output", name)
        assert result.exit_code == 2
        assert f"{name} is not a regular file" in result.stderr
    assert (folder / "pipe").is_fifo()


KILLED = """
import os, sys
from courseware.archive import writer
def killed(*_):
    os.kill(os.getpid(), 9)
writer.shutil.copyfileobj = killed
from courseware.commands import main
main(["package", "clean", "--output", sys.argv[1]])
"""


@pytest.mark.parametrize("output", ["out/x.zip", "out/site/"])
def test_what_a_killed_run_left_is_removed_by_the_next(folder: Path, output: str) -> None:
    run("package", "clean", "--output", output)
    before = files(folder)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, output], check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == -9
    assert len(list((folder / "out").glob(".courseware-*"))) == 1
    with temporary_folder(folder / "out") as busy:  # the folder of a run that is still working stays
        assert run("package", "clean", "--output", output).exit_code == 0
        assert list((folder / "out").glob(".courseware-*")) == [busy]
    assert files(folder) == before


def test_a_full_disk_is_a_message(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("the system has no /dev/full")
    for arguments in (
        ["--help"],
        ["check", "clean"],
        ["check", "error", "--output-format", "json"],
        ["statements", "clean"],
    ):
        command = [sys.executable, "-m", "courseware", *arguments]
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                command,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        assert (done.returncode, done.stderr) == (
            1,
            "Error: cannot write the output: No space left on device\n",
        )


def test_names_that_are_too_long_are_a_message(folder: Path) -> None:
    name = "x" * 300
    for arguments, status in (
        (["package", "clean", "--output", name], 1),
        (["package", "clean", "--output", f"{name}/"], 1),
        (["package", name], 1),
        (["check", name], 1),
        (["check", "clean", "--against", name], 2),
        (["validate", name], 2),
        (["new", name], 1),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.exception is None or isinstance(result.exception, SystemExit)) == (
            status,
            True,
        )
        assert result.stderr
    long = "x" * 251 + ".zip"
    assert run("package", "clean", "--output", long).exit_code == 0


def test_a_course_with_a_long_id_is_packaged_or_refused_with_a_message(folder: Path) -> None:
    (folder / "clean/course.yaml").write_text(f"id: {'x' * 300}\n", encoding="utf-8")
    result = run("package", "clean")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr
    assert result.stderr


@pytest.mark.parametrize("command", ["check", "package"])
def test_a_wrong_folder_gets_a_hint_what_to_type(
    folder: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(command, "clean/a.md")
    assert "error[C131]: clean/a.md is a file, not the folder of a course" in result.stderr
    assert "help: give the folder that contains it: clean" in result.stderr
    monkeypatch.chdir(folder / "clean")
    assert "help: the current folder contains a course; to use it, give its path: ." in run(command).stderr
    assert run(command, ".").exit_code == 0


# The other commands


def test_every_code_is_explained() -> None:
    for code, fault in FAULTS.items():
        result = run("explain", code.lower())
        assert result.exit_code == 0
        first, _, explanation = result.stdout.partition("\n\n")
        assert first.startswith(f"{code} ({fault.severity}): ")
        meant = re.findall(r"\{(\{\w+\})\}", fault.message)
        assert re.findall(r"\{\w+\}", first.partition("\n")[0]) == meant  # no placeholder is left
        assert explanation.strip(), code
        said = re.sub(
            r"^    .*$", "", result.stdout, flags=re.MULTILINE
        )  # but for the example, which may have such braces
        assert not re.search(r"\{\{|\}\}", said), code
        assert max(map(len, explanation.splitlines())) <= 88, code


def test_the_texts_of_a_code_can_be_filled_in() -> None:
    details: defaultdict[str, str] = defaultdict(lambda: "…")
    for code, fault in FAULTS.items():
        for text in (fault.message, fault.hint):
            assert text.format_map(details), code
        assert fault.severity in {"error", "warning"}, code
        assert not fault.message.endswith("."), code


def test_a_code_that_is_not_known_gets_a_suggestion() -> None:
    assert 'did you mean "M203"?' in run("explain", "M2O3").stderr


def test_components_are_listed_with_their_keys() -> None:
    overview = run("components").stdout
    assert all(f"{{type: {name}}}" in overview for name in COMPONENTS)
    for name, row in COMPONENTS.items():
        shown = run("components", name).stdout
        assert row.summary in shown
        assert re.findall(r"^  (\w+)  ", shown, re.MULTILINE) == list(row.keys)
    assert re.search(r"^  points +a number \(default 1\)$", run("components", "text").stdout, re.MULTILINE)
    assert re.search(
        r"^  required +true or false \(default true\)$", run("components", "text").stdout, re.MULTILINE
    )


def test_a_new_course_builds_without_a_word(folder: Path) -> None:
    result = run("new", "mine")
    assert result.exit_code == 0
    assert f"wrote {Path('mine', 'course.yaml')}" in result.stdout
    result = run("package", "mine", "--strict", "--output", "mine.zip")
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("new", "mine").exit_code == 2


def test_the_command_that_new_prints_runs(folder: Path) -> None:
    for name in ("Mein Kurs", "it's $HOME", "plain"):
        last = run("new", name).stdout.splitlines()[-1].partition("run: ")[2]
        program, *arguments = shlex.split(last)
        assert program == "courseware"
        assert arguments == ["package", name]
        assert run(*arguments).exit_code == 0


def test_a_new_course_may_fill_an_empty_folder(folder: Path) -> None:
    (folder / "mine").mkdir()
    assert run("new", "mine").exit_code == 0
    assert run("check", "mine", "--strict").exit_code == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert "_COURSEWARE_COMPLETE" in result.stdout


def test_codes_and_components_are_completed() -> None:
    def completed(words: str, incomplete: str) -> list[str]:
        environment = {"_COURSEWARE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": incomplete}
        result = CliRunner().invoke(main, env=environment, prog_name="courseware")
        return [line.partition(",")[2] for line in result.stdout.splitlines()]

    assert completed("courseware explain m20", "2") == [code for code in FAULTS if code.startswith("M20")]
    assert completed("courseware components sel", "2") == ["selection", "select"]


def test_a_file_name_that_is_not_text_can_be_printed(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/clean/gr\xf6.md", "wb"):
        pass
    command = [sys.executable, "-m", "courseware", "check", "clean", "--output-format", "json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert [row["code"] for row in json.loads(done.stdout)] == ["C105"]


# Very many diagnostics


@pytest.mark.parametrize("output_format", ["text", "json", "sarif", "github"])
def test_of_very_many_diagnostics_a_thousand_are_printed(folder: Path, output_format: str) -> None:
    text = "---\ntitle: Many\n---\n" + "\n{type: selct}\n" * 1_222
    (folder / "clean" / "a.md").write_text(text, encoding="utf-8")
    result = run("check", "clean", "--output-format", output_format)
    assert result.exit_code == 1
    assert "and 222 more\n" in result.stderr
    said = result.stderr if output_format == "text" else result.stdout
    counted = {"text": "error[M", "json": '"code": "M', "sarif": '"ruleId": "M', "github": "::error "}
    assert said.count(counted[output_format]) == 1_000
    assert ("1222 errors" in said) == (output_format == "text")
