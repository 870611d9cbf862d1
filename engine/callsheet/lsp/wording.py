"""What the engine says, in the records of the protocol."""

import re
from collections.abc import Iterable

from lsprotocol import types

from callsheet.assist import Completion, Explanation, Hover, QuickFix, Symbol
from callsheet.diagnostics.diagnostic import Code, Diagnostic, Edit
from callsheet.diagnostics.pages import FOLDER
from callsheet.diagnostics.visible import sentence
from callsheet.lsp.positions import Positions

SOURCE = "callsheet"
_KINDS = {
    "verb": types.CompletionItemKind.Keyword,
    "key": types.CompletionItemKind.Property,
    "section": types.CompletionItemKind.Function,
    "contact": types.CompletionItemKind.Constant,
    "intent": types.CompletionItemKind.EnumMember,
    "query": types.CompletionItemKind.Method,
    "parameter": types.CompletionItemKind.Field,
    "name": types.CompletionItemKind.Variable,
    "column": types.CompletionItemKind.Field,
    "filter": types.CompletionItemKind.Operator,
    "value": types.CompletionItemKind.Value,
    "file": types.CompletionItemKind.File,
}
_SYMBOLS = {
    "key": types.SymbolKind.Property,
    "section": types.SymbolKind.Function,
    "intent": types.SymbolKind.EnumMember,
    "step": types.SymbolKind.Event,
}
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~])")


def problem(diagnostic: Diagnostic, positions: Positions) -> types.Diagnostic:
    """A problem as `check` tells it: its sentence, its help, its code with the page that explains it."""
    lines = [sentence(diagnostic.message), *([f"help: {sentence(diagnostic.help)}"] if diagnostic.help else [])]
    error = diagnostic.code.severity == "error"
    return types.Diagnostic(
        range=positions.of_span(diagnostic.span),
        message="\n".join(lines),
        severity=types.DiagnosticSeverity.Error if error else types.DiagnosticSeverity.Warning,
        code=f"{diagnostic.code.id} {diagnostic.code.name}",
        code_description=_page(diagnostic.code),
        source=SOURCE,
    )


def _page(code: Code) -> types.CodeDescription | None:
    page = FOLDER / f"{code.id}.md"
    return types.CodeDescription(page.as_uri()) if page.is_file() else None


def item(completion: Completion, number: int, positions: Positions, *, holes: bool) -> types.CompletionItem:
    """An offer; `holes`: the editor leads its author through them. `number` is its place among the others."""
    edit = types.TextEdit(
        positions.range(completion.start, completion.end),
        _with_holes(completion) if holes else completion.insert,
    )
    return types.CompletionItem(
        label=completion.label,
        kind=_KINDS[completion.kind],
        detail=completion.note.code or None,
        documentation=_markdown(completion.note),
        filter_text=completion.word,
        sort_text=f"{number:05}",
        text_edit=edit,
        insert_text_format=types.InsertTextFormat.Snippet if holes else types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AsIs,
    )


def _with_holes(completion: Completion) -> str:
    """The text as a snippet: its holes numbered, and the signs that a snippet has, as they are."""
    text, at = "", 0
    for number, (start, end) in enumerate(completion.holes, 1):
        text += _plain(completion.insert[at:start]) + f"${{{number}:{_plain(completion.insert[start:end])}}}"
        at = end
    return text + _plain(completion.insert[at:])


def _plain(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)


def hovering(found: Hover, positions: Positions) -> types.Hover:
    """What is told of a word."""
    return types.Hover(_markdown(found.note), positions.range(found.start, found.end))


def _markdown(note: Explanation) -> types.MarkupContent:
    parts = [f"```yaml\n{note.code}\n```"] if note.code else []
    parts += [_MARKUP.sub(r"\\\1", line) for line in note.text.split("\n") if line]
    parts += [f"```yaml\n{note.example}\n```"] if note.example else []
    return types.MarkupContent(types.MarkupKind.Markdown, "\n\n".join(parts))


def action(fix: QuickFix, uri: str, positions: Positions) -> types.CodeAction:
    """A quick fix."""
    return types.CodeAction(
        title=fix.title,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[problem(fix.diagnostic, positions)],
        is_preferred=True,
        edit=types.WorkspaceEdit(changes={uri: [_replacement(fix.edit, positions)]}),
    )


def _replacement(edit: Edit, positions: Positions) -> types.TextEdit:
    return types.TextEdit(positions.of_span(edit.span), edit.text)


def outline(symbols: Iterable[Symbol], positions: Positions) -> list[types.DocumentSymbol]:
    """The parts of a text."""
    return [
        types.DocumentSymbol(
            name=symbol.name or " ",
            detail=symbol.detail,
            kind=_SYMBOLS[symbol.kind],
            range=positions.range(symbol.start, symbol.end),
            selection_range=positions.range(symbol.name_start, symbol.name_end),
            children=outline(symbol.within, positions),
        )
        for symbol in symbols
    ]
