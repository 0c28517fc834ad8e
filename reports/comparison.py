"""Plans side by side: tables of figures and of requests, and the causes of the difference in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from planning.comparison import Cause, contested, risk
from planning.outcome import Outcome
from reports.frames import hours_frame, money_frame
from reports.wording import MINUS, amount, counted, money, points

SAME, NO_FIGURE = "same", "\u2013"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of every plan.

    Args:
        amounts: One for each plan; None where it has none.
    """

    group: str
    label: str
    unit: str
    amounts: tuple[float | None, ...]


def figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Money by fiscal year, hours by role and risk of every plan; amounts None where no portfolio fits."""
    return (*_money(outcomes), *_hours(outcomes), *_risk(outcomes))


def figure_frame(found: Sequence[Figure], names: Sequence[str], currency: str) -> pd.DataFrame:
    """Figures in words: a row each, a column for each plan, and, of two plans, the second less the first.

    Returns:
        Columns figure, one for each name, and of two plans difference ("same" where there is none).
    """
    rows = [[figure.label, *(_in_words(one, figure.unit, currency) for one in figure.amounts)] for figure in found]
    frame = pd.DataFrame(rows, columns=["figure", *names])
    if len(names) == 2:
        frame["difference"] = [_difference(figure, currency) for figure in found]
    return frame


def contested_frame(outcomes: Sequence[Outcome], names: Sequence[str]) -> pd.DataFrame:
    """Requests that are not the same in every plan: what came in with the second first, then what dropped out.

    Returns:
        Columns request, title, and for each name "in", "out" or "not listed".
    """
    titles = {request.id: request.title for outcome in reversed(outcomes) for request in outcome.notebook.requests}
    listed = [{request.id for request in outcome.notebook.requests} for outcome in outcomes]
    order = sorted(contested(outcomes), key=lambda i: ([i in outcome.funded for outcome in outcomes], i))
    rows = [
        [i, titles[i]]
        + [_standing(i in o.funded, i in ids) for o, ids in zip(outcomes, listed, strict=True)]
        for i in order
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["request", "title", *names])


def cause_sentences(found: Sequence[Cause]) -> tuple[str, ...]:
    """The difference, part by part, in plain words; one sentence that there is none where nothing differs."""
    if not found:
        return ("Both decide on the same requests with the same weights, limits and rules.",)
    if len(found) == 1 and len(found[0].parts) == 1:
        return (f"{_named(found[0])} alone: {_effect(found[0])}",)
    return tuple(f"{_named(cause)}: {_effect(cause)}" for cause in found)


def signed_points(change: float) -> str:
    """A change of value in words: "24.4 points less"."""
    if points(change) in ("0.0", f"{MINUS}0.0"):
        return "the same value"
    return f"{points(abs(change))} points {'more' if change > 0 else 'less'}"


def _named(cause: Cause) -> str:
    words = cause.parts[0] if len(cause.parts) == 1 else f"{', '.join(cause.parts[:-1])} and {cause.parts[-1]} together"
    return words[0].upper() + words[1:]


def _effect(cause: Cause) -> str:
    if not cause.after.selection.has_portfolio:
        return "no portfolio fits."
    if cause.value_change is None:
        funded = counted(len(cause.after.funded), "request")
        return f"a portfolio fits again, {funded} for {points(cause.after.selection.value or 0)} points."
    came_in, dropped_out = cause.moved
    moves = [f"in {', '.join(came_in)}"] * bool(came_in) + [f"out {', '.join(dropped_out)}"] * bool(dropped_out)
    return f"{signed_points(cause.value_change)}, {'; '.join(moves) or 'the same requests'}."


def _standing(is_funded: bool, is_listed: bool) -> str:
    return "in" if is_funded else "out" if is_listed else "not listed"


def _money(outcomes: Sequence[Outcome]) -> list[Figure]:
    frames = [money_frame(outcome).set_index("fiscal_year") for outcome in outcomes]
    years = dict.fromkeys(year for frame in frames for year in frame.index)
    kinds = {"Capital": "capital_with_contingency_usd", "Operating": "operating_usd"}
    return [
        Figure("Money by year", f"{kind} {year}", "USD", _each(outcomes, [_cell(f, year, column) for f in frames]))
        for kind, column in kinds.items()
        for year in years
    ]


def _hours(outcomes: Sequence[Outcome]) -> list[Figure]:
    frames = [hours_frame(outcome).groupby("role_name", sort=False)[["used_hours"]].sum() for outcome in outcomes]
    roles = dict.fromkeys(role for frame in frames for role in frame.index)
    return [
        Figure("Hours by role", str(role), "h", _each(outcomes, [_cell(f, role, "used_hours") for f in frames]))
        for role in roles
    ]


def _risk(outcomes: Sequence[Outcome]) -> list[Figure]:
    risks = [risk(outcome) for outcome in outcomes]
    made = partial(Figure, "Risk")
    return [
        made("Delivery risk, mean of those rated (0 to 10)", "rating", _each(outcomes, [r.mean_rating for r in risks])),
        made("Pilots", "", _each(outcomes, [float(r.n_pilots) for r in risks])),
        made("With AI of high risk", "", _each(outcomes, [float(r.n_high_ai) for r in risks])),
    ]


def _each(outcomes: Sequence[Outcome], amounts: Sequence[float | None]) -> tuple[float | None, ...]:
    return tuple(a if o.selection.has_portfolio else None for o, a in zip(outcomes, amounts, strict=True))


def _cell(frame: pd.DataFrame, row: object, column: str) -> float | None:
    return float(frame.loc[row, column]) if row in frame.index else None  # type: ignore[index, arg-type]


def _in_words(number: float | None, unit: str, currency: str) -> str:
    if number is None:
        return NO_FIGURE
    if unit == "rating":
        return f"{number:.1f}"
    return money(number, currency) if unit == "USD" else amount(number, unit)


def _difference(figure: Figure, currency: str) -> str:
    first, second = figure.amounts[:2]
    if first is None or second is None:
        return NO_FIGURE
    change = second - first
    said = _in_words(abs(change), figure.unit, currency)
    if said == _in_words(0.0, figure.unit, currency):
        return SAME
    return f"{'+' if change > 0 else MINUS}{said}"
