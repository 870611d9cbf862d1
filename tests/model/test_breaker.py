"""The circuit breaker, on a clock that is set by hand."""

from dataclasses import dataclass

import pytest

from callsheet.adapters.remote.breaker import Breaker, BreakerSettings, Pass

SETTINGS = BreakerSettings(failures=3, rest_seconds=30.0, long_rest_seconds=600.0)


@dataclass
class Hands:
    seconds: float = 0.0


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def breaker(hands: Hands) -> Breaker:
    return Breaker(SETTINGS, lambda: hands.seconds)


def entered(breaker: Breaker) -> Pass:
    given = breaker.enter()
    assert given
    return given


def open_it(breaker: Breaker) -> None:
    assert [breaker.failed(entered(breaker)) for _ in range(3)] == [False, False, True]


def test_it_opens_after_failures_in_a_row(breaker: Breaker) -> None:
    for _ in range(2):
        breaker.failed(entered(breaker))
    breaker.answered(entered(breaker))
    open_it(breaker)
    assert breaker.enter() is None


def test_when_rested_one_may_try(breaker: Breaker, hands: Hands) -> None:
    open_it(breaker)
    hands.seconds = 29.9
    assert breaker.enter() is None
    hands.seconds = 30.0
    trial = entered(breaker)
    assert breaker.enter() is None
    breaker.answered(trial)
    assert breaker.enter()
    assert breaker.enter()


def test_a_trial_that_fails_makes_it_rest_again(breaker: Breaker, hands: Hands) -> None:
    open_it(breaker)
    hands.seconds = 30.0
    assert breaker.failed(entered(breaker))
    hands.seconds = 59.9
    assert breaker.enter() is None
    hands.seconds = 60.0
    breaker.answered(entered(breaker))
    open_it(breaker)  # counted from nothing


def test_a_trial_that_was_withdrawn_is_no_result(breaker: Breaker, hands: Hands) -> None:
    open_it(breaker)
    hands.seconds = 30.0
    withdrawn = entered(breaker)
    breaker.withdrawn(withdrawn)
    trial = entered(breaker)
    breaker.failed(withdrawn)
    breaker.withdrawn(withdrawn)
    assert breaker.enter() is None
    breaker.answered(trial)
    assert breaker.enter()


def test_cancellations_are_no_failures(breaker: Breaker) -> None:
    for _ in range(10):
        breaker.withdrawn(entered(breaker))
    assert breaker.enter()


def test_a_lasting_failure_opens_it_at_once_and_for_long(breaker: Breaker, hands: Hands) -> None:
    assert breaker.failed(entered(breaker), lasting=True)
    hands.seconds = 599.9
    assert breaker.enter() is None
    hands.seconds = 600.0
    breaker.answered(entered(breaker))
    assert breaker.enter()


def test_what_was_asked_before_it_opened_counts_no_more(breaker: Breaker, hands: Hands) -> None:
    early, late = entered(breaker), entered(breaker)
    open_it(breaker)
    breaker.answered(early)
    assert breaker.enter() is None
    hands.seconds = 30.0
    trial = entered(breaker)
    breaker.failed(late, lasting=True)
    breaker.answered(trial)
    assert breaker.enter()
