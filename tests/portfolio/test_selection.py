import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.row import Sense
from portfolio.selection import SolveStatus, broken_rows, portfolio_value, read_answer, select
from portfolio.solver import SolverAnswer
from tests.builders import best_by_enumeration, problem, row


def lourenco(budget: float):
    """Lourenco, Morton & Bana e Costa (2012), PROBE: four requests, value 3 4 3 2, cost 4 8 10 8."""
    cost = row("cost", {"1": 4, "2": 8, "3": 10, "4": 8}, budget)
    return problem({"1": 3, "2": 4, "3": 3, "4": 2}, cost)


def test_lourenco_2012_four_requests_budget_20():
    """Value 3 + 4 + 2 = 9 at cost 4 + 8 + 8 = 20."""
    chosen = select(lourenco(20))
    assert chosen.funded == ("1", "2", "4")
    assert chosen.value == pytest.approx(9)
    assert chosen.is_final


@pytest.mark.parametrize(
    ("budget", "is_in"), [(19, False), (20, True), (21, True), (22, False), (29, False), (30, True)]
)
def test_lourenco_2012_request_4_is_in_in_bands_not_above_a_threshold(budget, is_in):
    assert ("4" in select(lourenco(budget)).funded) is is_in


def lundgren():
    """Fifteen building projects (Lundgren, Ronnqvist & Varbrand): value / budget / staff."""
    data = (
        "600/35/5 400/34/3 100/26/4 150/12/2 80/10/2 120/18/2 200/32/4 220/11/1 90/10/1 380/22/5 290/27/3 130/18/2 "
        "80/16/2 270/29/4 280/22/3"
    )
    facts = {str(k): tuple(map(int, text.split("/"))) for k, text in enumerate(data.split(), start=1)}
    needs = [("3", "15"), ("4", "15"), ("8", "7"), ("13", "2"), ("14", "2")]
    rivals = [("1", "10"), ("5", "6"), ("11", "15")]
    return problem(
        {i: float(v) for i, (v, _, _) in facts.items()},
        row("budget", {i: b for i, (_, b, _) in facts.items()}, 225),
        row("staff", {i: s for i, (_, _, s) in facts.items()}, 28),
        row("number", dict.fromkeys(facts, 1), 9, kind="number"),
        *(row(f"exclusion {a} {b}", {a: 1, b: 1}, 1, kind="exclusions") for a, b in rivals),
        *(row(f"prerequisite {a} {b}", {a: 1, b: -1}, 0, kind="prerequisites") for a, b in needs),
    )


def test_lundgren_fifteen_projects():
    """Optimum 2370 = {1, 2, 4, 6, 7, 8, 12, 14, 15}; budget used 211 of 225, staff 26 of 28."""
    given_ = lundgren()
    chosen = select(given_)
    assert set(chosen.funded) == {"1", "2", "4", "6", "7", "8", "12", "14", "15"}
    assert chosen.value == pytest.approx(2370)
    assert [r.used(chosen.funded) for r in given_.rows[:2]] == [211, 26]


@pytest.mark.parametrize(("needs", "value", "funded"), [([], 42, "2 3 4"), ([("2", "1")], 38, "1 2")])
def test_stockco_winston(needs, value, funded):
    """Winston's Stockco: value 16 22 12 8, cost 5 7 4 3, budget 14; then "2 needs 1"."""
    rows = [row("cost", {"1": 5, "2": 7, "3": 4, "4": 3}, 14)]
    rows += [row(f"prerequisite {a} {b}", {a: 1, b: -1}, 0, kind="prerequisites") for a, b in needs]
    chosen = select(problem({"1": 16, "2": 22, "3": 12, "4": 8}, *rows))
    assert (chosen.value, chosen.funded) == (pytest.approx(value), tuple(funded.split()))


@st.composite
def small_problems(draw):
    """Up to ten requests under amounts, prerequisites, exclusions, must-haves and rulings."""
    ids = [f"R{k}" for k in range(draw(st.integers(1, 10)))]
    # Few distinct scores, so that ties are common.
    scores = {i: draw(st.integers(-4, 8)) * draw(st.sampled_from([1.0, 1.5])) for i in ids}
    rows = [
        row(f"limit {n}", {i: draw(st.integers(-2, 9)) for i in ids}, draw(st.integers(0, 25)))
        for n in range(draw(st.integers(0, 3)))
    ]
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda ab: ab[0] != ab[1])
    if len(ids) > 1:
        for n, (a, b) in enumerate(draw(st.lists(pair, max_size=3))):
            rows.append(row(f"prerequisite {n}", {a: 1, b: -1}, 0, kind="prerequisites"))
        for n, (a, b) in enumerate(draw(st.lists(pair, max_size=2))):
            rows.append(row(f"exclusion {n}", {a: 1, b: 1}, 1, kind="exclusions"))
        for n, (a, b) in enumerate(draw(st.lists(pair, max_size=1))):
            rows.append(row(f"mandate {n}", {a: 1, b: 1}, 1, sense=Sense.AT_LEAST, kind="mandates"))
    for n, i in enumerate(draw(st.lists(st.sampled_from(ids), max_size=2))):
        rows.append(row(f"override {n}", {i: 1}, draw(st.integers(0, 1)), sense=Sense.EXACTLY, kind="overrides"))
    capital = {i: float(draw(st.integers(0, 3))) for i in ids}
    return problem(scores, *rows, capital=capital)


@given(small_problems())
def test_the_solver_agrees_with_every_portfolio_enumerated(given_):
    best, chosen = best_by_enumeration(given_), select(given_)
    if best is None:
        assert chosen.status is SolveStatus.INFEASIBLE
        assert not chosen.has_portfolio
        assert chosen.funded == ()
    else:
        assert chosen.status is SolveStatus.OPTIMAL
        assert frozenset(chosen.funded) == best
        assert chosen.value == pytest.approx(portfolio_value(given_.scores, best))
        assert chosen.is_final


@given(small_problems(), st.randoms(use_true_random=False))
def test_the_order_of_requests_and_rows_changes_nothing(given_, random):
    ids, rows = list(given_.scores), list(given_.rows)
    random.shuffle(ids)
    random.shuffle(rows)
    shuffled = replace(given_, scores={i: given_.scores[i] for i in ids}, rows=tuple(rows))
    assert select(shuffled).funded == select(given_).funded


def test_equal_portfolios_go_to_the_lower_capital_then_to_the_lower_id():
    one = row("one of them", {"A": 1, "B": 1, "C": 1}, 1)
    scores = {"A": 5.0, "B": 5.0, "C": 5.0}
    assert select(problem(scores, one, capital={"A": 3, "B": 2, "C": 2})).funded == ("B",)
    assert select(problem(scores, one)).funded == ("A",)


def test_ties_among_more_requests_than_are_settled_at_once():
    ids = [f"R{k:02}" for k in range(40)]
    chosen = select(problem(dict.fromkeys(ids, 1.0), row("any seven", dict.fromkeys(ids, 1), 7)))
    assert chosen.funded == tuple(ids[:7])
    assert chosen.is_final


def test_no_requests_make_an_empty_portfolio_worth_nothing():
    chosen = select(problem({}))
    assert (chosen.status, chosen.value, chosen.funded) == (SolveStatus.OPTIMAL, 0, ())


def test_a_request_worse_than_nothing_stays_out():
    assert select(problem({"A": -1.0, "B": 0.5})).funded == ("B",)


def hard_problem(n: int = 60):
    """Many near-equal requests and rows: no proof in a blink."""
    ids = [f"R{k:03}" for k in range(n)]
    scores = {i: 100 + math.sin(7 * k) * 9 for k, i in enumerate(ids)}
    rows = [
        row(f"limit {m}", {i: 50 + 40 * math.sin(k * (m + 3) + m) for k, i in enumerate(ids)}, 25.0 * n / 2)
        for m in range(12)
    ]
    return problem(scores, *rows)


def test_a_stopped_solve_is_honest_about_its_gap():
    chosen = select(hard_problem(), seconds=0.3)
    assert chosen.status is SolveStatus.STOPPED
    assert not chosen.is_final
    if chosen.has_portfolio:
        assert chosen.bound > chosen.value
        assert chosen.gap == pytest.approx((chosen.bound - chosen.value) / chosen.bound)
        assert not broken_rows(hard_problem().rows, chosen.funded)


def test_an_answer_within_the_gap_asked_for_is_marked_so_and_its_bound_holds(sample_outcome):
    given_ = problem(sample_outcome.scores.totals, *sample_outcome.rows)
    chosen = select(given_, gap=0.1)
    assert chosen.status in (SolveStatus.WITHIN_GAP, SolveStatus.OPTIMAL)
    assert chosen.gap <= 0.1
    assert chosen.bound >= sample_outcome.selection.value - 1e-6


def test_the_independent_check_names_a_broken_row():
    rows = (row("cost", {"A": 3, "B": 3}, 5),)
    assert [r.key for r in broken_rows(rows, {"A", "B"})] == ["cost"]
    assert broken_rows(rows, {"A"}) == ()


@pytest.mark.parametrize("bad", [{"gap": -0.1}, {"gap": 1.1}, {"seconds": 0}])
def test_impossible_options_are_refused(bad):
    with pytest.raises(ValueError, match="Expected finite scores"):
        select(problem({"A": 1.0}), **bad)


@pytest.mark.parametrize("score", [math.nan, math.inf])
def test_scores_that_are_no_numbers_are_refused(score):
    with pytest.raises(ValueError, match="Expected finite scores"):
        select(problem({"A": score}))


def test_an_answer_that_breaks_a_row_is_never_shown():
    """The independent check stands between solver and screen: a solver that lies gets no portfolio through."""
    lying = SolverAnswer(chosen=frozenset({"A", "B"}), bound=2.0, is_proven=True)
    given_ = problem({"A": 1.0, "B": 1.0}, row("cost", {"A": 3, "B": 3}, 5))
    read = read_answer(given_, lying, gap=0, is_settled=True, seconds=1)
    assert read.status is SolveStatus.FAILED
    assert not read.has_portfolio
    assert "breaks cost" in read.message
