"""How many examples Hypothesis gives to a property: few where all tests run, many where only properties do. And what
tests that look for what is left over need not look through."""

import gc

from hypothesis import settings

# No deadline: how long one example takes is a matter of what else the machine does.
settings.register_profile("test", max_examples=50, deadline=None)
settings.register_profile("fuzz", max_examples=1000, deadline=None)
settings.load_profile("test")


def pytest_collection_finish() -> None:
    """Half a second each time would go into looking through twelve thousand tests."""
    gc.collect()
    gc.freeze()
