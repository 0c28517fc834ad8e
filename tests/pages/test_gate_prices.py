"""What a step would do is said as surely as it is known, and no surer."""

from dataclasses import replace

import pytest

from planning.outcome import Outcome
from portfolio.selection import SolveStatus
from ui.gates.steps import price_sentence


def known(outcome: Outcome, status: SolveStatus, more: float | None) -> Outcome:
    value = None if more is None else (outcome.selection.value or 0.0) + more
    funded = outcome.selection.funded[1:] if value is not None else ()
    is_final = status is SolveStatus.OPTIMAL
    found = replace(outcome.selection, status=status, value=value, funded=funded, is_final=is_final)
    return replace(outcome, selection=found)


@pytest.mark.parametrize(
    ("status", "more", "words"),
    [
        (SolveStatus.INFEASIBLE, None, "No portfolio fits then."),
        (SolveStatus.STOPPED, None, "Not known yet: it takes longer than a glance."),
        (SolveStatus.OPTIMAL, 2.0, "The plan gains 2.0 points"),
        (SolveStatus.STOPPED, 2.0, "The plan gains at least 2.0 points"),
        (SolveStatus.STOPPED, -2.0, "The plan loses at most 2.0 points"),
    ],
)
def test_the_price_of_a_step_is_said_no_surer_than_it_is_known(sample_outcome, status, more, words):
    assert price_sentence(sample_outcome, known(sample_outcome, status, more)).startswith(words)
