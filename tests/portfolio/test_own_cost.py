"""The band of a request's own cost: tight on both sides, against solving with the cost changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portfolio.own_cost import own_cost_band
from portfolio.selection import Problem, keep, select
from tests.portfolio.problems import all_sets, problems, sample_problem


def _at(problem: Problem, request_id: str, cost: float, points_per_usd: float) -> Problem:
    own = problem.capital_usd[request_id]
    rows = tuple(
        replace(r, terms={**r.terms, request_id: r.terms[request_id] * cost / own})
        if r.kind == "capital" and r.unit == "USD" and request_id in r.terms
        else r
        for r in problem.rows
    )
    scores = {**problem.scores, request_id: problem.scores[request_id] - points_per_usd * (cost - own)}
    return replace(problem, rows=rows, scores=scores, capital_usd={**problem.capital_usd, request_id: cost})


@given(problems(n_most=6), st.sampled_from([0.0, 0.5]), st.data())
def test_a_request_is_in_up_to_the_end_of_its_band_and_out_beyond(
    problem: Problem, points_per_usd: float, data: st.DataObject
) -> None:
    problem = replace(problem, rows=tuple(replace(r, kind="capital" if r.unit == "USD" else "x") for r in problem.rows))
    i = data.draw(st.sampled_from(problem.ids))
    assume(problem.capital_usd[i] > 0)
    assume(any(i not in s for s in all_sets(problem)))
    band = own_cost_band(problem, i, points_per_usd=points_per_usd)

    def loss(cost: float) -> float | None:
        """How much worse the best portfolio with it is than the best without; None where it can't be in."""
        at = _at(problem, i, cost, points_per_usd)
        inside = [at.value(s) for s in all_sets(at) if i in s]
        return max(at.value(s) for s in all_sets(at) if i not in s) - max(inside) if inside else None

    if band is None:
        assert (lost := loss(0.0)) is None or lost > 1e-7
        return
    assert band.end is not None
    assert (lost := loss(float(band.end))) is not None and lost <= 1e-5
    beyond = loss(band.end + 2.1)
    assert beyond is None or beyond > -1e-5


@pytest.mark.parametrize(
    ("request_id", "is_in"), [pytest.param("DP-057", True, marks=pytest.mark.long), ("DP-006", False)]
)
def test_bands_of_the_sample_are_tight(request_id: str, is_in: bool) -> None:
    """A dollar of capital costs 20% x 10 / 600,000 points of a request's own score."""
    problem, rate = sample_problem(), 0.2 * 10 / 600_000
    model = keep(problem)
    band = own_cost_band(problem, request_id, points_per_usd=rate, model=model)
    if band is None:
        assert not is_in
        assert request_id not in select(_at(problem, request_id, 1.0, rate)).funded
        return
    assert band.end is not None
    assert (band.end >= problem.capital_usd[request_id]) is is_in
    for cost, holds in ((band.end - 1, True), (band.end + 3, False)):
        assert (request_id in select(_at(problem, request_id, cost, rate)).funded) is holds


def test_a_request_without_cost_has_no_band() -> None:
    problem = sample_problem()
    free = replace(problem, capital_usd={**problem.capital_usd, "DP-042": 0.0})
    with pytest.raises(ValueError, match="capital cost"):
        own_cost_band(free, "DP-042")
