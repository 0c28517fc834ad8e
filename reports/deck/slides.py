"""What each slide says."""

from __future__ import annotations

import math

from reports.charts import STANDING_COLORS, STANDING_SHAPES, STANDINGS
from reports.deck.charts import Cloud
from reports.deck.deck import MARGIN, WIDTH, Deck
from reports.facts import figure_words, key_figures
from reports.frames import hours_frame
from reports.reasons import standing, why_out_briefly
from reports.risks import risks
from reports.since import since_line, since_sentences, since_title
from reports.wording import counted, headline, in_millions, points
from reports.wording import money as money_words

_FULL = WIDTH - 2 * MARGIN
_MILLION = 1e6
_TITLES, _ROWS, _CHANGES = 26, 8, 9
# Beside what changed there is room for so many sentences and entries of the log, and letters of a cell on one line.
_SENTENCES, _FEW_CHANGES, _IN_A_LINE, _IN_A_COLUMN = 6, 4, 34, 58
_BLUE, _GREEN, _PALE = "#1E88C9", "#5E9C4B", "#C9D3DA"


def decision(deck: Deck) -> None:
    """Who is in, and what it is worth and costs."""
    dossier = deck.dossier
    figures = key_figures(dossier)
    line = headline(dossier.outcome) if dossier.is_plain else f"{dossier.plan_words}. {headline(dossier.outcome)}"
    deck.slide(f"{figures.n_funded} of {figures.n_asked} requests are funded", line)
    shown = dict(figure_words(dossier))
    deck.figures([(label, shown[label]) for label in list(shown)[1:6]], (MARGIN, 1.75, _FULL, 1.2))
    best = sorted(dossier.funded, key=lambda r: (-dossier.outcome.scores.totals[r.id], r.id))
    lines = [_clipped(f"{r.id}  {r.title}", _IN_A_COLUMN) for r in best[:_TITLES]]
    if len(best) > _TITLES:
        lines[-1] = f"and {len(best) - _TITLES + 1} more, all of them in the workbook"
    half = -(-len(lines) // 2) or 1
    for k in range(2):
        for n, line in enumerate(lines[k * half : (k + 1) * half]):
            deck.text(line, (MARGIN + k * _FULL / 2, 3.15 + n * 0.285, _FULL / 2 - 0.2, 0.28), size=14)


def picture(deck: Deck) -> None:
    """Every request by net cost and score, as the room's screen draws it."""
    outcome = deck.dossier.outcome
    costs = outcome.parts.net_cost_usd
    n_unknown = sum(map(math.isnan, costs.values()))
    more = f"; {counted(n_unknown, 'request')} of unknown cost left out" if n_unknown else ""
    deck.slide("What was chosen, and what was not", f"Each mark is a request{more}. High and to the left is best")
    marks: dict[str, list[tuple[float, float]]] = {name: [] for name in STANDINGS}
    for request_id, cost in costs.items():
        if not math.isnan(cost):
            marks[standing(outcome, request_id)].append((cost / _MILLION, outcome.scores.totals[request_id]))
    series = [
        Cloud(name=f"{name} ({len(marks[name])})", points=marks[name], color=color, shape=shape)
        for name, color, shape in zip(STANDINGS, STANDING_COLORS, STANDING_SHAPES, strict=True)
        if marks[name]
    ]
    if not series:
        deck.text("No request has a known cost.", (MARGIN, 1.9, _FULL, 0.4))
        return
    across = f"Net cost over three years ({in_millions(deck.dossier.currency)})"
    deck.clouds(series, (MARGIN, 1.7, _FULL, 5.2), titles=(across, "Score (points)"))


def money(deck: Deck) -> None:
    """Cost by year, and the business case."""
    dossier = deck.dossier
    case, currency = dossier.money, dossier.currency
    figures = key_figures(dossier)
    total = money_words(float(figures.capital + figures.operating), currency)
    line = f"Capital with contingency, operating, and the benefit expected as cash, by year ({in_millions(currency)})"
    deck.slide(f"Three years cost {total}", line)
    series = {
        "Capital with contingency": [float(v) / _MILLION for v in case.counted],
        "Operating": [float(v) / _MILLION for v in case.operating],
        "Benefit expected as cash": [float(v) / _MILLION for v in case.expected],
    }
    deck.bars(case.years, series, (MARGIN, 1.7, 8.2, 5.1), colors=(_BLUE, _GREEN, "#D9702B"), number_format="0.0")
    deck.table(("Figure", "Amount"), figure_words(dossier)[3:8], (9.1, 1.9, WIDTH - 9.1 - MARGIN, 2.2), (2.2, 1.2))


def people(deck: Deck) -> None:
    """How full each role is in its fullest quarter."""
    frame = hours_frame(deck.dossier.outcome)
    if frame.empty:
        deck.slide("No role limits the plan", "The plan states no capacity by role.")
        return
    frame = frame.assign(share=frame["used_hours"] / frame["available_hours"].where(frame["available_hours"] > 0))
    fullest = frame.sort_values("share", ascending=False).drop_duplicates("role")
    scarce = key_figures(deck.dossier).scarcest
    title = f"The scarcest people: {scarce.row.label}" if scarce else "No role limits the plan"
    deck.slide(title, "Each role in its fullest quarter, as a share of the hours it can give")
    names = [f"{name} ({quarter})" for name, quarter in zip(fullest["role_name"], fullest["quarter"], strict=True)]
    shares = [float(share) for share in fullest["share"].fillna(0.0)]
    place = (MARGIN, 1.7, _FULL, 5.1)
    deck.bars(names, {"Share of hours used": shares}, place, colors=(_BLUE,), number_format="0%", is_lying=True,
               highest=1.1 * max([1.0, *shares]))  # fmt: skip


def not_funded(deck: Deck) -> None:
    """The best requests that are out, and why."""
    dossier = deck.dossier
    out = dossier.not_funded
    are = "is" if len(out) == 1 else "are"
    deck.slide(
        f"{counted(len(out), 'request')} {are} not funded", "The highest scores among them, and why they are out"
    )
    rows = [
        (
            r.id,
            r.title,
            points(dossier.outcome.scores.totals[r.id]),
            _short(deck, r.id),
            why_out_briefly(dossier.outcome, r.id),
        )
        for r in out[:_ROWS]
    ]
    headers = ("Request", "Title", "Score", "Points short", "Why")
    cells = [[_clipped(cell, 100) for cell in row] for row in rows]
    deck.table(headers, cells, (MARGIN, 1.8, _FULL, 0.4), (1.2, 3.2, 1, 1.1, 6))


def changes(deck: Deck) -> None:
    """What came in and dropped out since the last meeting and why; below, the latest changes of the log."""
    dossier = deck.dossier
    deck.slide(since_title(dossier), since_line(dossier))
    said = since_sentences(dossier)
    top = 1.8
    if said:
        shown = said[:_SENTENCES]
        deck.bullets([*shown, *([f"and {len(said) - len(shown)} more causes"] if len(said) > len(shown) else [])],
                     (MARGIN, top, _FULL, 2.9), size=14)  # fmt: skip
        top = 5.0
    _log_table(deck, top, _CHANGES if not said else _FEW_CHANGES)


def _log_table(deck: Deck, top: float, n_rows: int) -> None:
    log = deck.dossier.log
    if not log:
        deck.text("This copy holds no log: the notebook was not kept, or it was made without one.",
                  (MARGIN, top, _FULL, 0.4))  # fmt: skip
        return
    rows = [
        (f"{one.at:%Y-%m-%d}", one.who.known_as, one.what, one.request_id, one.after, one.why)
        for one in (entry.change for entry in reversed(log[-n_rows:]))
    ]
    headers = ("Day", "Who", f"What, of {counted(len(log), 'change')}", "Request", "To", "Why")
    cells = [[_clipped(cell, _IN_A_LINE) for cell in row] for row in rows]
    deck.table(headers, cells, (MARGIN, top, _FULL, 0.4), (1.25, 1.4, 1.8, 1.2, 2.9, 2.5))


def risk(deck: Deck) -> None:
    """What could still go wrong."""
    found = risks(deck.dossier)
    deck.slide("What could still go wrong", "From the record itself: nothing here is added by hand")
    deck.bullets(found or ("The record names no risk.",), (MARGIN, 1.8, _FULL, 4.8), size=18)


def _short(deck: Deck, request_id: str) -> str:
    explained = deck.dossier.explanations.get(request_id)
    return "\u2013" if explained is None or explained.points_short is None else points(explained.points_short)


def _clipped(text: str, longest: int) -> str:
    """Text that stays within its place on a slide; the whole of it stands in the workbook."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\u2026"
