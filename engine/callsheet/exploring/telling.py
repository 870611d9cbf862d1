"""What is told of the walked calls beside what is wrong with them."""

from collections.abc import Iterator

from callsheet.diagnostics.visible import sentence, visible
from callsheet.exploring.explored import Explored
from callsheet.exploring.graph import Graph
from callsheet.exploring.longest import Longest
from callsheet.ports.endings import Ending

ENDED: dict[Ending, str] = {
    "completed": "completed",
    "hung_up": "the caller hangs up",
    "failed": "something fails",
    "limit_reached": "a limit is reached",
    "shut_down": "an operator stops the engine",
}
# Of more different calls nobody wants to know the number.
MANY = 10**12


def as_lines(shown: str, explored: Explored) -> Iterator[str]:
    """Lines about the calls of a script; none where it has errors, and nothing was walked."""
    graph, most = explored.graph, explored.longest
    if graph is None:
        return
    whole = "every call was walked" if graph.is_whole else "not every call was walked"
    yield f"{visible(shown)}: {whole}; those that are alike count once: {len(graph.situations):,} situations"
    if most is not None:
        yield f"  counted one by one, and not run so: {_counted(sum(most.endings.values()))} different calls"
        ends = [f"{ENDED[ending]} ({_counted(calls)})" for ending, calls in most.endings.items()]
        yield f"  they end in {len(ends)} ways: {', '.join(ends)}"
        yield f"  the longest: {most.steps:,} steps, {_lasting(most.seconds)}{_limited(most, graph)}"
    if graph.forgotten:
        yield f"  chosen anew wherever something depends on it, or there were too many: {', '.join(graph.forgotten)}"
    if not graph.complete:
        yield "  there are too many, also with that left open; divide the script, or look at its parts one by one"
    for diagnostic, why in explored.perhaps:
        yield f"  perhaps, though no test shows it ({why}):"
        yield f"    line {diagnostic.span.line}: {sentence(diagnostic.message)} [{diagnostic.code.id}]"
    for line, text in graph.unsaid:
        yield f"  line {line}: no words were found for {text}: what follows on it was not walked"


def as_data(shown: str, explored: Explored) -> dict[str, object]:
    """The same for programs: of each script `file`, whether the walk is `whole`, how many `situations` there are; how
    many calls end in each way, counted and not run one by one, the most `steps` and `seconds` of one, and from how many
    rows on a limit ends one (None: of no number); what was `forgotten`, may be wrong `perhaps`, and nobody can say.
    None of it where the script has errors."""
    graph, most = explored.graph, explored.longest
    if graph is None:
        return {"file": shown, "walked": False}
    return {
        "file": shown,
        "walked": True,
        "whole": graph.is_whole,
        "situations": len(graph.situations),
        **({"endings": most.endings, "steps": most.steps, "seconds": round(most.seconds, 1)} if most else {}),
        **({"limited_from_rows": most.limited_from} if most else {}),
        "forgotten": graph.forgotten,
        "perhaps": [
            {"line": each.span.line, "code": each.code.id, "message": sentence(each.message), "why": why}
            for each, why in explored.perhaps
        ],
        "unsaid": [{"line": line, "what": text} for line, text in graph.unsaid],
    }


def _counted(number: int) -> str:
    return f"{number:,}" if number < MANY else "more than a million million"


def _limited(most: Longest, graph: Graph) -> str:
    if most.limited_from is None:
        return ""
    minutes = graph.flow.limits.call_seconds / 60
    return f"; from {most.limited_from} rows on, a limit can end one (limits: call {minutes:g}m, or steps)"


def _lasting(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
