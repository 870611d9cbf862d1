"""What a step is to a caller who talks with somebody else, and to the other one."""

from callsheet.script.step import Step


def needs_two(step: Step) -> bool:
    """Whether it has its place only where they talk."""
    return step.line_before == ("bridged",)


def disturbs(step: Step) -> bool:
    """Whether it would speak to the caller, or listen to them, while they talk."""
    return bool(step.line_before) and "bridged" not in step.line_before


def cuts_off(step: Step) -> bool:
    """Whether it would end their talk with the call."""
    return step.line_after == "down" and not needs_two(step)
