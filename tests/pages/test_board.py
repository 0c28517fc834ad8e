"""What the room's board is told to draw: numbers, picture, list and limits of one answer."""

import operator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planning.outcome import evaluate
from reports import charts, wording
from tests.pages import board
from tests.pages.app import filled, go, move, proven, weights
from ui.room import ahead, answer, limits
from ui.state import STATE_DRAFT


def test_every_request_is_drawn_with_its_standing_points_cost_and_hours(sample_outcome):
    app = go(filled(), "choose_portfolio")
    table = board.listed(app)
    assert list(table["id"]) == [r.id for r in sample_outcome.ranked()]
    assert set(table["standing"]) == set(charts.STANDINGS)
    assert set(table.loc[table["standing"].isin(["funded", "mandated"]), "id"]) == sample_outcome.funded
    assert dict(zip(table["id"], table["net_cost"], strict=True)) == pytest.approx(sample_outcome.parts.net_cost_usd)
    assert list(table["hours"]) == [r.total_hours for r in sample_outcome.ranked()]


def test_the_points_from_criteria_add_up_to_the_score_and_wear_the_color_of_their_weight():
    app = go(filled(), "choose_portfolio")
    shown = board.shown(app)
    tints = {c["key"]: c["tint"] for c in shown["columns"] if c.get("tint")}
    table = board.listed(app)
    assert list(table[list(tints)].sum(axis=1)) == pytest.approx(list(table["score"]), abs=1e-3)
    assert (table[list(tints)] < 0).any().any()
    assert list(tints) == [f"points {key}" for key in weights(app)]
    proven(move(app, "burden_reduction", 100))
    left = {c["key"]: c["tint"] for c in board.shown(app)["columns"] if c.get("tint")}
    assert left == {"points burden_reduction": tints["points burden_reduction"]}


def test_what_came_in_and_dropped_out_is_marked_in_list_and_picture_as_in_the_line():
    app = go(filled(), "choose_portfolio")
    assert set(board.listed(app)["moved"]) == {""}
    proven(move(app, "burden_reduction", 30))
    table = board.listed(app).set_index("id")
    runs = [run for line in board.shown(app)["lines"] for run in line]
    for way, standings in (("in", {"funded", "mandated"}), ("out", {"not funded", "blocked"})):
        said = {run["text"] for run in runs if run["kind"] == way}
        assert said == set(table.index[table["moved"] == way]) != set()
        assert set(table.loc[list(said), "standing"]) <= standings


def test_a_request_whose_cost_nobody_knows_is_told_as_such_and_nothing_else_is_lost():
    app = go(filled(), "choose_portfolio")
    draft = app.session_state[STATE_DRAFT]
    first, *others = draft.requests
    unknown = replace(first, capital_usd={}, operating_usd={})
    app.session_state[STATE_DRAFT] = replace(draft, requests=(unknown, *others))
    app.run()
    assert not app.exception
    rows = board.shown(app)["rows"]
    assert dict(zip(rows["id"], rows["net_cost"], strict=True))[first.id] is None
    # No number of JSON, and the end of the page where a browser reads it.
    assert "NaN" not in board.boards(app)[0].json
    assert len(board.listed(app)) == len(draft.requests)


def test_a_request_is_opened_from_the_board():
    app = go(filled(), "choose_portfolio")
    board.open_request(app, "DP-026")
    assert app.session_state["state:opened_request"] == "DP-026"
    assert app.button(key="panel_explain")


def test_of_many_requests_that_moved_the_line_names_some_and_the_list_marks_all():
    app = go(filled(), "choose_portfolio")
    proven(move(app, "regulatory_need", 100))
    runs = [run for line in board.shown(app)["lines"] for run in line]
    moved = board.listed(app)["moved"]
    for way in ("in", "out"):
        named, n_all = [run["text"] for run in runs if run["kind"] == way], int((moved == way).sum())
        assert len(named) == min(n_all, answer.MOST_NAMED)
        assert (f"and {n_all - len(named)} more" in {run["text"] for run in runs}) == (n_all > len(named))
    assert (moved == "out").sum() > answer.MOST_NAMED


def test_limits_stand_scarcest_first_tight_ones_signed_with_exact_amounts_behind(sample_outcome):
    drawn = limits.bars(sample_outcome)
    people = drawn["bars"][: limits.PEOPLE_LIMITS_SHOWN]
    assert [bar["percent"] for bar in people] == sorted((bar["percent"] for bar in people), reverse=True)
    tight = {use.row.label for use in sample_outcome.limits if use.is_tight}
    signed = {b["name"].removeprefix(charts.TIGHT_SIGN): b["name"].startswith(charts.TIGHT_SIGN) for b in drawn["bars"]}
    assert {name for name, is_tight in signed.items() if is_tight} == tight & signed.keys() != set()
    capital = next(bar for bar in drawn["bars"] if bar["name"].endswith("Capital FY27"))
    assert "$5,000,000" in capital["tip"]
    assert f"{len(tight)} of {len(sample_outcome.limits)} tight" in drawn["words"]


def test_a_limit_that_is_overrun_says_by_how_much_and_its_bar_ends_behind_the_mark(sample, sample_outcome):
    use = next(use for use in sample_outcome.limits if use.row.key == "capital FY27")
    over = replace(use, used=use.row.bound + 250_000, slack=-250_000.0)
    (bar,) = limits.bars(replace(evaluate(sample, sample.plan.planning_date), limits=(over,)))["bars"]
    assert (bar["state"], "$250,000 over" in bar["tip"]) == ("over", True)
    assert 100 < bar["percent"] <= limits.LONGEST_BAR


def known_at(app: AppTest, key: str, percent: int) -> tuple[dict[str, float], dict[str, Any]]:
    """The weight shares where one is moved, and the portfolio that a browser would show there at once."""
    known, draft = board.shown(app)["ahead"], app.session_state[STATE_DRAFT]
    moved = draft.weights.with_share(key, percent / 100, like=draft.plan.weights)
    shares = [moved.share(name) for name in known["keys"]]
    best = max(known["portfolios"], key=lambda one: sum(map(operator.mul, one["plane"], shares)))
    return dict(zip(known["keys"], shares, strict=True)), best


def test_what_a_browser_shows_before_the_app_has_answered_is_what_the_app_answers():
    app = go(filled(), "choose_portfolio")
    # Seen once, its portfolio is known from then on.
    proven(move(app, "burden_reduction", 30))
    answered = board.shown(app)
    proven(move(app, "burden_reduction", 25))
    shares, best = known_at(app, "burden_reduction", 30)
    worth = sum(amount * shares[key] for key, amount in zip(shares, best["plane"], strict=True))
    assert wording.points(worth) in answered["numbers"][1]["value"]
    for place in (0, 2):
        shown, told = best["numbers"][place], answered["numbers"][place]
        assert (shown["value"], shown["exact"]) == (told["value"], told["exact"])
        assert "provisional" in shown["label"] and "provisional" not in told["label"]
    assert {**board.shown(app)["limits"], **best["limits"]} == answered["limits"]
    rows, known = answered["rows"], board.shown(app)["ahead"]
    assert best["moved"] == {i: way for i, way in zip(rows["id"], rows["moved"], strict=True) if way}
    here = dict(zip(board.shown(app)["rows"]["id"], known["places"], strict=True))
    assert [int(best["standing"][here[i]]) for i in rows["id"]] == rows["standing"]
    levels = dict(zip(board.shown(app)["rows"]["id"], known["levels"], strict=True))
    scores = [sum(map(operator.mul, levels[i], shares.values())) for i in rows["id"]]
    assert scores == pytest.approx(rows["score"], abs=1e-4)
    runs = [(run["kind"], run["text"]) for run in answered["lines"][0]]
    assert [(run["kind"], run["text"]) for run in best["line"]][:-1] == runs[:-1]


def test_a_browser_looks_ahead_only_where_weights_may_move_and_lists_are_not_too_long(monkeypatch):
    app = go(filled(), "choose_portfolio")
    assert board.shown(app)["ahead"]
    monkeypatch.setattr(ahead, "MOST_REQUESTS", 59)
    app.run()
    assert board.shown(app)["ahead"] is None
