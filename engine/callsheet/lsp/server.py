"""The language server, on standard input and output."""

import logging
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from callsheet import __version__
from callsheet.assist import quick_fixes
from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.lsp import wording
from callsheet.lsp.checks import Checks
from callsheet.lsp.looks import CompletionLook, DefinitionLook, HoverLook, Look, NothingSeen, SymbolsLook
from callsheet.lsp.positions import Positions
from callsheet.lsp.texts import OpenTexts, path_of
from callsheet.lsp.worker import LookProcess
from callsheet.ports.exceptions import own_mistake
from callsheet.ports.tasks import Background

T = TypeVar("T")
P = TypeVar("P")
R = TypeVar("R")
# Behind them something may be offered that nobody asked for: a step, a value, a column, a filter, an expression.
TRIGGERS = ("-", " ", ":", ".", "|", "{", '"')


def serve() -> None:
    """Answer one editor, until it has gone."""
    logging.getLogger("pygls").addHandler(logging.NullHandler())  # its words would quote scripts
    logging.getLogger("pygls").propagate = False
    kind = types.TextDocumentSyncKind.Full  # pygls and editors count lines differently
    server = LanguageServer("callsheet", __version__, text_document_sync_kind=kind)
    Editor(server).listen()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as going:  # pygls closes it, and whoever is above flushes its own
        server.start_io(sys.stdin.buffer, going)


class Editor:
    """What one editor asks for, and what it is told."""

    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._texts = OpenTexts()
        self._answers, self._checker = LookProcess(), LookProcess()
        self._checks = Checks(self._texts, self._checker, self._tell)
        self._background = Background()

    def listen(self) -> None:
        """Take what the editor says from now on."""
        self._take(types.INITIALIZED, self.begin)
        self._take(types.SHUTDOWN, self.end)
        self._take(types.TEXT_DOCUMENT_DID_OPEN, self.opened)
        self._take(types.TEXT_DOCUMENT_DID_CHANGE, self.changed)
        self._take(types.TEXT_DOCUMENT_DID_SAVE, self.saved)
        self._take(types.TEXT_DOCUMENT_DID_CLOSE, self.closed)
        offers = types.CompletionOptions(trigger_characters=TRIGGERS)
        self._take(types.TEXT_DOCUMENT_COMPLETION, self.complete, offers)
        self._take(types.TEXT_DOCUMENT_HOVER, self.hover)
        self._take(types.TEXT_DOCUMENT_DEFINITION, self.definition)
        self._take(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, self.symbols)
        actions = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
        self._take(types.TEXT_DOCUMENT_CODE_ACTION, self.actions, actions)

    async def begin(self, _: types.InitializedParams) -> None:
        """The editor is there: the texts that it opens are checked from now on."""
        workspace = self._server.workspace
        uris = [*workspace.folders, *([workspace.root_uri] if workspace.root_uri else [])]
        self._texts.folders = [folder for uri in uris if (folder := path_of(uri))]
        self._background.start(self._checks.keep_up())

    async def end(self, _: None = None) -> None:
        """Nothing is asked any more."""
        await self._background.close()
        await self._answers.end()
        await self._checker.end()

    async def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        """A text is opened."""
        self._put(params.text_document.uri, params.text_document.text)

    async def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        """A text has changed: the whole of it comes, as we asked for."""
        self._put(params.text_document.uri, params.content_changes[-1].text)

    async def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """A text is saved: what is beside it may have changed too."""
        if open_ := self._texts.at(params.text_document.uri):
            self._checks.changed(open_.path)

    async def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """A text is closed: from now on the file counts."""
        if path := self._texts.close(params.text_document.uri):
            self._checks.closed(path)

    async def complete(self, params: types.CompletionParams) -> types.CompletionList:
        """What may be written at a place."""
        positions, offered = await self._ask(params.text_document, params.position, CompletionLook) or (None, ())
        holes = self._takes_holes
        items = [wording.item(each, at, positions, holes=holes) for at, each in enumerate(offered) if positions]
        return types.CompletionList(is_incomplete=False, items=items)

    async def hover(self, params: types.HoverParams) -> types.Hover | None:
        """What is told of a word."""
        positions, found = await self._ask(params.text_document, params.position, HoverLook) or (None, None)
        return wording.hovering(found, positions) if positions and found else None

    async def definition(self, params: types.DefinitionParams) -> types.Location | None:
        """Where a word is defined."""
        _, found = await self._ask(params.text_document, params.position, DefinitionLook) or (None, None)
        return types.Location(self._uri(found.path), self._positions(found.path).of_span(found.span)) if found else None

    async def symbols(self, params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        """The parts of a text."""
        open_ = self._texts.at(params.text_document.uri)
        if open_ is None or not open_.is_checked:
            return []
        found = await self._answers.look(SymbolsLook(open_.path, open_.text))
        return [] if isinstance(found, NothingSeen) else wording.outline(found, self._positions(open_.path))

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """What mends the problems at a place, as the last check found them."""
        path = path_of(params.text_document.uri)
        if path is None:
            return []
        positions = self._positions(path)
        fixes = quick_fixes(self._checks.found(path), positions.span(params.range))
        return [wording.action(fix, params.text_document.uri, positions) for fix in fixes]

    def _take(self, method: str, do: Callable[[P], Awaitable[R]], options: object = None) -> None:
        """Let `do` answer a method. A mistake of ours is told in a sentence, and ends nothing."""

        async def taken(params: P) -> R | None:
            try:
                return await do(params)
            except Exception as error:  # noqa: BLE001 - an editor shows what it is sent, and a traceback helps nobody
                message = own_mistake(error)
                self._server.window_log_message(types.LogMessageParams(types.MessageType.Error, message))
                return None

        self._server.feature(method, options)(taken)

    def _put(self, uri: str, text: str) -> None:
        if open_ := self._texts.put(uri, text):
            self._checks.changed(open_.path)

    async def _ask(
        self,
        document: types.TextDocumentIdentifier,
        position: types.Position,
        look: Callable[[Path, int, Mapping[Path, str]], Look[T]],
    ) -> tuple[Positions, T] | None:
        """What a look at a place shows, with the places of its text."""
        open_ = self._texts.at(document.uri)
        if open_ is None or not open_.is_checked:
            return None
        positions = self._positions(open_.path)
        seen = await self._answers.look(look(open_.path, positions.offset(position), self._texts.texts()))
        return None if isinstance(seen, NothingSeen) else (positions, seen)

    def _tell(self, path: Path, found: Iterable[Diagnostic]) -> None:
        """What is wrong with a file now."""
        positions = self._positions(path)
        told = [wording.problem(each, positions) for each in found]
        params = types.PublishDiagnosticsParams(self._uri(path), told)
        self._server.text_document_publish_diagnostics(params)

    def _positions(self, path: Path) -> Positions:
        encoding = self._server.workspace.position_encoding
        return Positions(self._texts.text_of(path), str(getattr(encoding, "value", encoding)))

    def _uri(self, path: Path) -> str:
        open_ = self._texts.of(path)
        return open_.uri if open_ else path.as_uri()

    @property
    def _takes_holes(self) -> bool:
        """Whether the editor leads its author through the holes of what it inserts."""
        document = self._server.client_capabilities.text_document
        completion = document.completion if document else None
        item = completion.completion_item if completion else None
        return bool(item and item.snippet_support)
