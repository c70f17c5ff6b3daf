"""An editor from the view of a language server: over standard input and output, one request after another."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from later import Later
from runner import Runner

from courseware.language.source_text import SourceText

if TYPE_CHECKING:
    from lsprotocol import types
    from pygls.lsp.client import LanguageClient

    from courseware.editor import positions
else:
    types = Later("lsprotocol.types")
    positions = Later("courseware.editor.positions")


class Editor:
    """An editor with open documents.

    `published`, `messages` and `watched` are the server's notifications and registrations, `capabilities` those of
    the server."""

    def __init__(self, runner: Runner, client: LanguageClient) -> None:
        self._runner, self.client = runner, client
        self.published: dict[str, list[types.Diagnostic]] = {}
        self.messages: list[str] = []
        self.watched: list[str] = []
        self.capabilities = types.ServerCapabilities()
        self._versions: dict[str, int] = {}
        self._texts: dict[str, str] = {}

    @property
    def server(self) -> int:
        """The process id of the server."""
        process = self.client._server  # pygls has no public attribute for it
        assert process
        return process.pid

    def ask(self, method: str, params: Any) -> Any:
        """The result of a request; `method` is its name in the protocol."""

        async def asked() -> Any:
            return await self.client.protocol.send_request_async(method, params)

        return self._runner.run(asked())

    def say(self, message: object) -> None:
        """Sends a message, which need not be valid, without waiting for a response."""
        content = (message if isinstance(message, str) else json.dumps(message)).encode()

        async def said() -> None:
            writer = self.client.protocol.writer
            assert writer
            writer.write(b"Content-Length: %d\r\n\r\n%s" % (len(content), content))

        self._runner.run(said())

    def open(self, path: Path, text: str | None = None) -> str:
        """Opens a document, by default with its text on disk. Returns its URI."""
        uri = path.as_uri()
        self._texts[uri] = path.read_text("utf-8") if text is None else text
        item = types.TextDocumentItem(uri, "markdown", 1, self._texts[uri])
        self.notify(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))
        self._versions[uri] = 1
        return uri

    def type(self, uri: str, text: str, at: types.Range | None = None) -> None:
        """Replaces a range or the whole document by text, and sends the whole document, as the server requests."""
        self._versions[uri] += 1
        if at:
            source = SourceText(uri, self._texts[uri])
            start, end = (positions.offset_at(source, place) for place in (at.start, at.end))
            text = source.text[:start] + text + source.text[end:]
        self._texts[uri] = text
        document = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.notify(types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(document, [change]))

    def notify(self, method: str, params: Any) -> None:
        """Sends a notification."""

        async def said() -> None:
            self.client.protocol.notify(method, params)

        self._runner.run(said())

    def close(self, uri: str) -> None:
        """Closes a document without saving it."""
        self.notify(types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(document(uri)))

    def save(self, uri: str, path: Path, text: str) -> None:
        """Saves a text as a document."""
        path.write_text(text, encoding="utf-8")
        self.notify(types.TEXT_DOCUMENT_DID_SAVE, types.DidSaveTextDocumentParams(document(uri)))

    def codes(self, uri: str) -> list[str]:
        """The codes of the diagnostics for a document, after the server has checked all changes."""
        self.ask(types.TEXT_DOCUMENT_FOLDING_RANGE, types.FoldingRangeParams(document(uri)))
        return [str(diagnostic.code) for diagnostic in self.published.get(uri, ())]

    def at(self, method: str, kind: Any, uri: str, line: int, character: int, **more: Any) -> Any:
        """The result of a request about a position."""
        return self.ask(
            method, kind(text_document=document(uri), position=types.Position(line, character), **more)
        )


def document(uri: str) -> types.TextDocumentIdentifier:
    """The identifier of a document in requests."""
    return types.TextDocumentIdentifier(uri)


def edits_files() -> types.ClientCapabilities:
    """Capabilities of editors that can change and rename several files."""
    edits = types.WorkspaceEditClientCapabilities(
        document_changes=True, resource_operations=[types.ResourceOperationKind.Rename]
    )
    return types.ClientCapabilities(types.WorkspaceClientCapabilities(workspace_edit=edits))


@contextmanager
def editing(
    capabilities: types.ClientCapabilities | None = None,
    program: Sequence[str] = ("-m", "courseware", "language-server"),
) -> Iterator[Editor]:
    """Starts an editor with its own server; `program` are the arguments with which Python starts the server."""
    from pygls.lsp.client import LanguageClient

    with closing(Runner()) as runner:
        client = LanguageClient("test", "1")
        editor = Editor(runner, client)

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls's client has no types
        def _published(params: types.PublishDiagnosticsParams) -> None:
            editor.published[params.uri] = list(params.diagnostics)

        @client.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]  # pygls's client has no types
        def _shown(params: types.ShowMessageParams) -> None:
            editor.messages.append(params.message)

        @client.feature(types.CLIENT_REGISTER_CAPABILITY)  # type: ignore[untyped-decorator]  # pygls's client has no types
        def _registered(params: types.RegistrationParams) -> None:
            editor.watched += [registration.method for registration in params.registrations]

        async def begin() -> types.ServerCapabilities:
            await client.start_io(sys.executable, *program)
            asked = types.InitializeParams(capabilities or edits_files())
            answer = await client.initialize_async(asked)
            client.initialized(types.InitializedParams())
            return answer.capabilities

        async def end() -> None:
            await client.shutdown_async(None)
            client.exit(None)
            await client.stop()  # type: ignore[no-untyped-call]  # pygls's client has no types

        editor.capabilities = runner.run(begin())
        yield editor
        runner.run(end())
