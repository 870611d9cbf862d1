"""What is told of new versions of scripts while a service runs."""

from callsheet.diagnostics.diagnostic import Diagnostic
from callsheet.diagnostics.visible import sentence
from callsheet.service.logs import log
from callsheet.service.metrics import Metrics
from callsheet.service.providers import Providers
from callsheet.service.scripts import Change, Scripts

# Problems of a refused script that its line in the log holds: `callsheet check` tells the rest.
MOST_PROBLEMS = 20


def tell_change(change: Change, scripts: Scripts, metrics: Metrics, providers: Providers) -> None:
    """Log it and count it."""
    metrics.reloads.labels("taken" if change.taken else "refused").inc()
    metrics.scripts_refused.set(scripts.refused)
    problems = [_problem(item) for item in change.diagnostics[:MOST_PROBLEMS]]
    if change.taken:
        log("script_taken", file=change.file, warnings=problems)
        for one in scripts.roster.scripts.values():
            for what in providers.lacks(one.flow):
                log("script_lacks", "error", flow=one.flow.name, what=sentence(what))
    else:
        log("script_refused", "error", file=change.file, problems=problems)


def _problem(diagnostic: Diagnostic) -> dict[str, str | int]:
    return {
        "file": sentence(diagnostic.file),
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "code": diagnostic.code.id,
        "message": sentence(diagnostic.message),
        "help": sentence(diagnostic.help),
    }
