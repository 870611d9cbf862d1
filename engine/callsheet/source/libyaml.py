"""libyaml, through PyYAML: the one parser that reads YAML as editors do, and fast."""

from collections.abc import Iterator

import yaml


class LibyamlMissing(ImportError):
    """PyYAML was installed without libyaml; its own parser refuses texts that editors accept (`[Hello?]`)."""


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, one after the other.

    Raises:
        yaml.YAMLError: from the place on where the text is no YAML.
        LibyamlMissing: this machine's PyYAML is no use to us.
    """
    if not yaml.__with_libyaml__:
        raise LibyamlMissing(
            "PyYAML is installed without libyaml: install a PyYAML wheel, or libyaml and build it again"
        )
    parser = yaml.cyaml.CParser(text)  # type: ignore[attr-defined]  # the stubs leave it out
    try:
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def scalars(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where each key and value begins and ends, as offsets, and whether its text begins on the next line (| or >).

    Raises:
        yaml.YAMLError: from the place on where the text is no YAML.
    """
    for event in events(text):
        if isinstance(event, yaml.ScalarEvent):
            yield offset(event.start_mark), offset(event.end_mark), event.style in ("|", ">")


def place(mark: "yaml.Mark | yaml._yaml.Mark | None") -> tuple[int, int]:
    """A mark's line and column, from 1."""
    assert mark is not None, "libyaml marks every event"  # noqa: S101 - states the parser's promise to the type checker
    return mark.line + 1, mark.column + 1


def offset(mark: "yaml.Mark | yaml._yaml.Mark | None") -> int:
    """A mark's offset in the text, in characters."""
    assert mark is not None, "libyaml marks every event"  # noqa: S101 - states the parser's promise to the type checker
    return mark.index
