"""What each slide says."""

from __future__ import annotations

from reports.deck.deck import MARGIN, WIDTH, Deck
from reports.facts import figure_words, key_figures
from reports.frames import hours_frame
from reports.risks import risks
from reports.wording import headline, in_millions, points, why_out
from reports.wording import money as money_words

_FULL = WIDTH - 2 * MARGIN
_MILLION = 1e6
_TITLES, _ROWS, _CHANGES = 24, 8, 9
_BLUE, _GREEN, _PALE = "#1E88C9", "#5E9C4B", "#C9D3DA"


def decision(deck: Deck) -> None:
    """Who is in, and what it is worth and costs."""
    dossier = deck.dossier
    figures = key_figures(dossier)
    deck.slide(f"{figures.n_funded} of {figures.n_asked} requests are funded", headline(dossier.outcome))
    shown = dict(figure_words(dossier))
    deck.figures([(label, shown[label]) for label in list(shown)[1:6]], (MARGIN, 1.75, _FULL, 1.2))
    best = sorted(dossier.funded, key=lambda r: (-dossier.outcome.scores.totals[r.id], r.id))
    lines = [_clipped(f"{r.id}  {r.title}", 38) for r in best[:_TITLES]]
    if len(best) > _TITLES:
        lines.append(f"and {len(best) - _TITLES} more, all of them in the workbook")
    third = -(-len(lines) // 3) or 1
    for k in range(3):
        for n, line in enumerate(lines[k * third : (k + 1) * third]):
            deck.text(line, (MARGIN + k * _FULL / 3, 3.2 + n * 0.41, _FULL / 3 - 0.2, 0.4), size=14)


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
    deck.chart(case.years, series, (MARGIN, 1.7, 8.2, 5.1), colors=(_BLUE, _GREEN, "#D9702B"), number_format="0.0")
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
    deck.chart(names, {"Share of hours used": shares}, place, colors=(_BLUE,), number_format="0%", is_lying=True,
               highest=max([1.0, *shares]))  # fmt: skip


def not_funded(deck: Deck) -> None:
    """The best requests that are out, and why."""
    dossier = deck.dossier
    out = dossier.not_funded
    deck.slide(f"{len(out)} requests are not funded", "The highest scores among them, and why they are out")
    rows = [
        (r.id, r.title, points(dossier.outcome.scores.totals[r.id]), _short(deck, r.id), why_out(dossier.outcome, r.id))
        for r in out[:_ROWS]
    ]
    headers = ("Request", "Title", "Score", "Points short", "Why")
    cells = [[_clipped(cell, 100) for cell in row] for row in rows]
    deck.table(headers, cells, (MARGIN, 1.8, _FULL, 0.4), (1.2, 3.2, 1, 1.1, 6))


def changes(deck: Deck) -> None:
    """The latest changes of the notebook."""
    log = deck.dossier.log
    if not log:
        deck.slide("What changed", "This copy holds no log: the notebook was not kept, or it was made without one.")
        return
    deck.slide(f"What changed: {len(log)} entries in the log", "The latest first; the workbook holds all of them")
    rows = [
        (f"{one.at:%Y-%m-%d}", one.who.known_as, one.what, one.request_id, one.after, one.why)
        for one in (entry.change for entry in reversed(log[-_CHANGES:]))
    ]
    headers = ("Day", "Who", "What", "Request", "To", "Why")
    cells = [[_clipped(cell, 70) for cell in row] for row in rows]
    deck.table(headers, cells, (MARGIN, 1.8, _FULL, 0.4), (1, 1.4, 1.6, 1, 3, 3))


def risk(deck: Deck) -> None:
    """What could still go wrong."""
    found = risks(deck.dossier)
    deck.slide("What could still go wrong", "From the record itself: nothing here is added by hand")
    deck.bullets(found or ("The record names no risk.",), (MARGIN, 1.9, _FULL, 4.8), size=20)


def _short(deck: Deck, request_id: str) -> str:
    explained = deck.dossier.explanations.get(request_id)
    return "\u2013" if explained is None or explained.points_short is None else points(explained.points_short)


def _clipped(text: str, longest: int) -> str:
    """Text that stays within its place on a slide; the whole of it stands in the workbook."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}\u2026"
