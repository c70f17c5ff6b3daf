"""The language server: answers an editor's requests from the workspaces of the courses that are open in it."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method
from pygls.uris import from_fs_path, to_fs_path

from courseware import __version__
from courseware.course.settings import FILE as SETTINGS_FILE
from courseware.course.source import is_hidden
from courseware.diagnostics import ERROR, MOST_PRINTED, Diagnostic
from courseware.editor import completion, symbols
from courseware.editor.actions import actions
from courseware.editor.document_text import DocumentText
from courseware.editor.hover import hover
from courseware.editor.mentions import AS_VALUE, ID, Mention
from courseware.editor.positions import offset_at, range_at, range_of
from courseware.editor.references import definitions, named_at, occurrences
from courseware.editor.renaming import Renaming, Replacement, UnusableName, new_name, rename, renamed_files
from courseware.editor.workspace import Workspace
from courseware.language.formatting import formatting
from courseware.language.source_text import SourceText
from courseware.record import NamedTuple

PAUSE = 0.01
"""Seconds to wait for further changes before a check, so that what arrives during a long check is checked once."""
_EFFECT = "records"
"""The id of the change annotation that describes the effect on learners' records."""
_ANY_FILE = types.FileOperationRegistrationOptions(
    filters=[types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)
_SYMBOL_LEGEND = types.SemanticTokensLegend(token_types=symbols.TOKEN_TYPES, token_modifiers=[])


class Findings(NamedTuple):
    """The diagnostics of a file, and the text from which the editor's columns were counted."""

    diagnostics: tuple[Diagnostic, ...] = ()
    text: str = ""


class Courses:
    """The workspaces of all courses that have an open document, and the latest findings about their files.

    The course that was closed last is kept, because an author's next document often belongs to it.
    """

    def __init__(self) -> None:
        self._workspaces: dict[Path, Workspace] = {}
        self._findings: dict[Path, dict[str, Findings]] = {}
        self._closed: Workspace | None = None

    def open(self, uri: str, text: str) -> tuple[Workspace, str] | None:
        """The workspace of a document that is being opened, and its name in it; None if it does not belong to a course.

        A folder is a course if it has a `course.yaml`, or if the document has front matter.
        """
        path = Path(to_fs_path(uri) or "")
        if not uri.startswith("file:") or path.suffix not in {".md", ".yaml"}:
            return None
        begins = path.suffix == ".md" and text.lstrip("\ufeff \t\r\n").startswith("---")
        root = self._root(path) or (path.parent if begins else None)
        if root is None:
            return None
        workspace = self._workspaces.get(root)
        if workspace is None:
            workspace = self._workspaces[root] = self._reopened(root) or Workspace(root)
        return workspace, path.relative_to(root).as_posix()

    def _reopened(self, root: Path) -> Workspace | None:
        """The course that was closed last, in its state on disk, if it is the course of this folder."""
        if self._closed is None or self._closed.root != root:
            return None
        workspace, self._closed = self._closed, None
        workspace.forget()
        return workspace

    def above(self, path: Path) -> Iterator[tuple[Workspace, str]]:
        """All open courses whose folders contain a file, with its name in each; courses may be nested."""
        for root in path.parents:
            if root in self._workspaces:
                yield self._workspaces[root], path.relative_to(root).as_posix()

    def touched(self, path: Path) -> Iterator[Workspace]:
        """The open courses that a change of a file or folder on disk affects: those that contain it or are in it."""
        for root, workspace in self._workspaces.items():
            if root.is_relative_to(path) or (
                path.is_relative_to(root) and not is_hidden(path.relative_to(root).as_posix())
            ):
                yield workspace

    def holding(self, uri: str) -> tuple[Workspace, str] | None:
        """The open workspace of any file, such as a picture, and its name in it; None if there is none."""
        path = Path(to_fs_path(uri) or "")
        root = self._root(path)
        if root not in self._workspaces:
            return None
        return self._workspaces[root], path.relative_to(root).as_posix()

    def _root(self, path: Path) -> Path | None:
        """The nearest folder above a file that is a course, or None."""
        return next(
            (
                parent
                for parent in path.parents
                if parent in self._workspaces or (parent / SETTINGS_FILE).is_file()
            ),
            None,
        )

    def changed_files(self, workspace: Workspace) -> Iterator[str]:
        """Checks a course, and gives the names of the files whose findings have changed."""
        checked = {
            name: Findings(tuple(diagnostics), text_of(workspace, name).text)
            for name, diagnostics in workspace.check().diagnostics.items()
        }
        before = self._findings.get(workspace.root, {})
        self._findings[workspace.root] = checked
        for name in sorted({*before, *checked}):
            if before.get(name) != checked.get(name):
                yield name

    def close(self, workspace: Workspace) -> Sequence[str]:
        """Closes a course. Returns the names of the files that had findings."""
        self._closed = self._workspaces.pop(workspace.root)
        return list(self._findings.pop(workspace.root, {}))

    def diagnostics(self, workspace: Workspace, name: str) -> Sequence[Diagnostic]:
        """The latest diagnostics of a file."""
        return self._findings.get(workspace.root, {}).get(name, Findings()).diagnostics


class _Utf16(LanguageServerProtocol):
    """The protocol with positions in UTF-16 code units, which every editor must support.

    pygls would choose the encoding that the editor offers first, but this server counts in UTF-16 (`positions.py`)."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        if params.capabilities.general:
            params.capabilities.general.position_encodings = None
        return (yield from super().lsp_initialize(params))


class CourseServer(LanguageServer):
    """The server, with the courses that are open."""

    def __init__(self) -> None:
        # Whole texts: for changes of a part, pygls counts lines as `str.splitlines` does, which editors do not.
        super().__init__(
            "courseware",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            protocol_cls=_Utf16,
        )
        self.courses = Courses()
        self._open: dict[str, tuple[Workspace, str]] = {}
        self._changed: dict[Workspace, None] = {}

    def found(self, uri: str) -> tuple[Workspace, DocumentText] | None:
        """The workspace of a document, and the document as in the editor; None if its course is not open.

        All pending changes are checked first.
        """
        self.catch_up()
        place = self.courses.holding(uri)
        if place is None:
            return None
        workspace, name = place
        return workspace, workspace.text(name) or DocumentText(name, workspace.unsaved(name))

    def named(self, uri: str, position: types.Position) -> tuple[Workspace, DocumentText, Mention] | None:
        """The workspace, the document, and the mention at a position; None if nothing is named there."""
        found = self.found(uri)
        if found is None:
            return None
        workspace, document = found
        named = named_at(workspace, document, offset_at(document.source, position))
        return (workspace, document, named) if named else None

    def _text(self, address: str) -> str:
        """The text of the document at an unquoted address; empty if it is not open."""
        document = self.workspace.text_documents.get(address)
        return document.source if document else ""

    def version_of(self, uri: str) -> int | None:
        """The version of an open document, by which the editor detects edits of an outdated text; None if closed."""
        document = self.workspace.text_documents.get(unquote(uri))
        return document.version if document else None

    def take(self, uri: str) -> None:
        """Uses a file's text in the editor from now on."""
        address = unquote(uri)
        place = self.courses.open(uri, self._text(address))
        # A new `course.yaml` may have made another folder the document's course.
        if place != self._open.get(address):
            self.leave(uri)
        if place:
            known = any(workspace is place[0] for workspace, _ in self._open.values())
            self._open[address] = place
            # A course that is opened also gets the unsaved texts of courses nested in its folder.
            for unsaved in [address] if known else self._open:
                self._write(unsaved)

    def _write(self, address: str) -> None:
        """Passes a text to all open courses that contain its file: a course may include files of a nested one."""
        workspace, name = self._open[address]
        for holder, inner in self.courses.above(workspace.root / name):
            holder.write(inner, self._text(address))
            self.check_soon(holder)

    def leave(self, uri: str) -> None:
        """Uses a file's text on disk from now on. A course without open documents is closed."""
        left, name = self._open.pop(unquote(uri), (None, ""))
        if left is None:
            return
        if not any(other is left for other, _ in self._open.values()):
            self._changed.pop(left, None)
            for reported in self.courses.close(left):
                self._publish(left.root / reported)
        for workspace, inner in self.courses.above(left.root / name):
            workspace.forget(inner)
            self.check_soon(workspace)

    def check_soon(self, workspace: Workspace) -> None:
        """Schedules a check of a course: after `PAUSE`, or before the next request is answered."""
        if not self._changed:
            asyncio.get_running_loop().call_later(PAUSE, self.catch_up)
        self._changed[workspace] = None

    def catch_up(self) -> None:
        """Checks the courses that have changed, and publishes changed diagnostics."""
        while self._changed:
            workspace, _ = self._changed.popitem()
            self._publish_changes(workspace)

    def _publish_changes(self, workspace: Workspace) -> None:
        """Publishes the diagnostics of all files whose findings have changed."""
        for name in self.courses.changed_files(workspace):
            self._publish(workspace.root / name)

    def _publish(self, path: Path) -> None:
        """Publishes the diagnostics of a file from all courses that contain it, each diagnostic once."""
        shown: list[types.Diagnostic] = []
        for workspace, name in self.courses.above(path):
            source = text_of(workspace, name)
            said = [
                _as_shown(diagnostic, source)
                for diagnostic in self.courses.diagnostics(workspace, name)[:MOST_PRINTED]
            ]
            shown += [diagnostic for diagnostic in said if diagnostic not in shown] if shown else said
        uri = from_fs_path(str(path)) or ""
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown))


def uri_of(workspace: Workspace, name: str) -> str:
    """The URI of a file of a course."""
    return from_fs_path(str(workspace.root / name)) or ""


def text_of(workspace: Workspace, name: str) -> SourceText:
    """The text of a document, of an included file or of the settings; empty for any other name."""
    document = workspace.text(name)
    return document.source if document else SourceText(name, "")


def _as_shown(diagnostic: Diagnostic, source: SourceText) -> types.Diagnostic:
    start = types.Position(0, 0)
    return types.Diagnostic(
        range_of(source, diagnostic.span) if diagnostic.span else types.Range(start, start),
        f"{diagnostic.message}\n{diagnostic.hint}" if diagnostic.hint else diagnostic.message,
        severity=types.DiagnosticSeverity.Error
        if diagnostic.severity == ERROR
        else types.DiagnosticSeverity.Warning,
        code=diagnostic.code,
        source="courseware",
    )


server = CourseServer()


@server.feature(types.INITIALIZED)
def _initialized(ls: CourseServer, params: types.InitializedParams) -> None:
    """Asks the editor to report files that change on disk, whether outside the editor or in it."""
    asked = ls.client_capabilities.workspace
    watches = asked.did_change_watched_files if asked else None
    if watches and watches.dynamic_registration:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher("**/*")])
        method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        ls.client_register_capability(
            types.RegistrationParams([types.Registration("files", method, options)])
        )


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
def _opened(ls: CourseServer, params: types.DidOpenTextDocumentParams) -> None:
    ls.take(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def _changed(ls: CourseServer, params: types.DidChangeTextDocumentParams) -> None:
    ls.take(params.text_document.uri)


@server.feature(types.TEXT_DOCUMENT_DID_SAVE)
def _saved(ls: CourseServer, params: types.DidSaveTextDocumentParams) -> None:
    _refresh(ls, [params.text_document.uri])


@server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
def _closed(ls: CourseServer, params: types.DidCloseTextDocumentParams) -> None:
    ls.leave(params.text_document.uri)


@server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
def _changed_on_disk(ls: CourseServer, params: types.DidChangeWatchedFilesParams) -> None:
    _refresh(ls, [change.uri for change in params.changes])


def _refresh(ls: CourseServer, uris: Iterable[str]) -> None:
    """Reads from disk what changed in the open courses that these files affect."""
    paths = [Path(to_fs_path(uri) or "") for uri in uris if uri.startswith("file:")]
    for workspace in {touched: None for path in paths for touched in ls.courses.touched(path)}:
        workspace.refresh()
        ls.check_soon(workspace)


@server.feature(
    types.TEXT_DOCUMENT_COMPLETION,
    types.CompletionOptions(trigger_characters=completion.TRIGGERS, resolve_provider=True),
)
def _complete(ls: CourseServer, params: types.CompletionParams) -> list[types.CompletionItem]:
    found = ls.found(params.text_document.uri)
    if found is None:
        return []
    return completion.completions(*found, params.position)


@server.feature(types.COMPLETION_ITEM_RESOLVE)
def _resolve(ls: CourseServer, item: types.CompletionItem) -> types.CompletionItem:
    return completion.with_picture(item)


@server.feature(types.TEXT_DOCUMENT_HOVER)
def _hover(ls: CourseServer, params: types.HoverParams) -> types.Hover | None:
    found = ls.found(params.text_document.uri)
    return hover(*found, params.position) if found else None


@server.feature(types.TEXT_DOCUMENT_DEFINITION)
def _definition(ls: CourseServer, params: types.DefinitionParams) -> list[types.Location]:
    return list(_locations(ls, params, only_definitions=True))


@server.feature(types.TEXT_DOCUMENT_REFERENCES)
def _references(ls: CourseServer, params: types.ReferenceParams) -> list[types.Location]:
    return list(_locations(ls, params, with_definitions=params.context.include_declaration))


def _locations(
    ls: CourseServer,
    params: types.DefinitionParams | types.ReferenceParams,
    only_definitions: bool = False,
    with_definitions: bool = True,
) -> Iterator[types.Location]:
    found = ls.named(params.text_document.uri, params.position)
    if found is None:
        return
    workspace, _, mention = found
    for name, occurrence in (definitions if only_definitions else occurrences)(workspace, mention.named):
        if with_definitions or not occurrence.defines:
            yield types.Location(
                uri_of(workspace, name), range_at(text_of(workspace, name), *occurrence.place)
            )


@server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
def _prepare_rename(
    ls: CourseServer, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    found = ls.named(params.text_document.uri, params.position)
    if found is None:
        return None
    _, document, mention = found
    return types.PrepareRenamePlaceholder(
        range_at(document.source, *mention.place), _shown(document, mention)
    )


def _shown(document: DocumentText, mention: Mention) -> str:
    """The text that an author edits to rename something: as written there, but without quotes."""
    if mention.named.kind == ID:
        return mention.named.own_id
    written = document.text[slice(*mention.place)]
    return written.strip("\"'") if mention.written == AS_VALUE else written


@server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
def _rename(ls: CourseServer, params: types.RenameParams) -> types.WorkspaceEdit | None:
    found = ls.named(params.text_document.uri, params.position)
    if found is None:
        return None
    workspace, document, mention = found
    try:
        renaming = rename(workspace, mention.named, new_name(document, mention, params.new_name))
    except UnusableName as error:
        raise JsonRpcInvalidParams(str(error)) from None
    return _workspace_edit(ls, workspace, renaming)


@server.feature(types.WORKSPACE_WILL_RENAME_FILES, _ANY_FILE)
def _will_rename(ls: CourseServer, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    ls.catch_up()
    moves: dict[str, str] = {}
    found = [ls.courses.holding(file.old_uri) for file in params.files]
    workspace = next((place[0] for place in found if place), None)
    for renamed, place in zip(params.files, found, strict=True):
        new = Path(to_fs_path(renamed.new_uri) or "")
        if workspace and place and place[0] is workspace and new.is_relative_to(workspace.root):
            moves |= workspace.moved(place[1], new.relative_to(workspace.root).as_posix())
    if workspace is None:
        return None
    try:
        return _workspace_edit(ls, workspace, renamed_files(workspace, moves))
    except UnusableName:
        return None


@server.feature(types.WORKSPACE_DID_RENAME_FILES, _ANY_FILE)
def _renamed(ls: CourseServer, params: types.RenameFilesParams) -> None:
    """Closes the old names: Visual Studio Code does so only minutes later, if its Refactor Preview showed the file."""
    for renamed in params.files:
        ls.leave(renamed.old_uri)


def _workspace_edit(ls: CourseServer, workspace: Workspace, renaming: Renaming) -> types.WorkspaceEdit:
    """The edit for a renaming. Its effect on records is shown first, to be confirmed if the editor can ask."""
    asks = ls.client_capabilities.workspace
    can = asks.workspace_edit if asks and asks.workspace_edit else types.WorkspaceEditClientCapabilities()
    if renaming.effect:
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Warning, renaming.effect))
    annotated = bool(can.change_annotation_support and renaming.effect)
    by_name: dict[str, list[Replacement]] = {}
    for change in renaming.changes:
        by_name.setdefault(change.name, []).append(change)
    operations: list[types.TextDocumentEdit | types.CreateFile | types.RenameFile | types.DeleteFile] = [
        types.TextDocumentEdit(
            types.OptionalVersionedTextDocumentIdentifier(
                uri_of(workspace, name), ls.version_of(uri_of(workspace, name))
            ),
            list(_edits(text_of(workspace, name), changes, annotated)),
        )
        for name, changes in by_name.items()
    ]
    if types.ResourceOperationKind.Rename in (can.resource_operations or ()):
        for old, new in renaming.files:
            # Confirmed together with the texts, whose links would break if the file were renamed without them.
            asked = _EFFECT if annotated else None
            operations.append(
                types.RenameFile(uri_of(workspace, old), uri_of(workspace, new), annotation_id=asked)
            )
    elif renaming.files:
        files = "; ".join(f"{old} to {new}" for old, new in renaming.files)
        words = f"Your editor cannot rename files itself. Rename these files now: {files}."
        ls.window_show_message(types.ShowMessageParams(types.MessageType.Warning, words))
    annotation = types.ChangeAnnotation("Changes ids in records", True, renaming.effect)
    annotations = {_EFFECT: annotation} if annotated else None
    return types.WorkspaceEdit(document_changes=operations, change_annotations=annotations)


def _edits(
    source: SourceText, changes: Iterable[Replacement], annotated: bool
) -> Iterator[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]:
    for change in changes:
        place = range_at(source, *change.place)
        if annotated:
            yield types.AnnotatedTextEdit(_EFFECT, place, change.text)
        else:
            yield types.TextEdit(place, change.text)


@server.feature(
    types.TEXT_DOCUMENT_CODE_ACTION,
    types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.Refactor]),
)
def _actions(ls: CourseServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    found = ls.found(params.text_document.uri)
    if found is None:
        return []
    workspace, document = found
    said = ls.courses.diagnostics(workspace, document.name)
    return list(actions(workspace, document, params.text_document.uri, params.range, said))


@server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
def _symbols(ls: CourseServer, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
    found = ls.found(params.text_document.uri)
    return symbols.outline(*found) if found else []


@server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
def _folds(ls: CourseServer, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    found = ls.found(params.text_document.uri)
    return symbols.folds(found[1]) if found else []


@server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, _SYMBOL_LEGEND)
def _tokens(ls: CourseServer, params: types.SemanticTokensParams) -> types.SemanticTokens:
    found = ls.found(params.text_document.uri)
    return types.SemanticTokens(symbols.semantic_tokens(found[1]) if found else [])


@server.feature(types.TEXT_DOCUMENT_FORMATTING)
def _format(ls: CourseServer, params: types.DocumentFormattingParams) -> list[types.TextEdit]:
    found = ls.found(params.text_document.uri)
    if found is None or not found[1].name.endswith(".md"):
        return []
    source = found[1].source
    return [types.TextEdit(range_of(source, edit.span), edit.text) for edit in formatting(source.text)]


def serve() -> None:
    """Answers an editor over standard input and output until it sends `exit`."""
    gc.enable()  # `__main__.py` disables it for short commands, but this one runs all day
    server.start_io()
