"""What commands return that no provider has to be asked about."""

from callsheet.ports.telephony import CommandResult, LineCode

# After the end.
OVER = CommandResult(ok=False, code=LineCode.ENDED, message="the call has ended")


def unsupported(what: str) -> CommandResult:
    """The line does not have this; `what` is what it cannot do, as in "press keys"."""
    return CommandResult(ok=False, code=LineCode.UNSUPPORTED, message=f"this line cannot {what}")
