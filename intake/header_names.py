"""What a header alone says: known spellings, words that make a cost, likeness, and the column a person names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.utils import column_index_from_string
from rapidfuzz import fuzz, process

from intake import meanings as m
from intake.amounts import CODES
from intake.meanings import clean_header, fold_header, spellings
from intake.profile import Profile
from intake.series import without_year

# How sure a meaning is.
SURE, OWN_LIKE, SPELLED, SERIES, CONTAINED, LIKE, WORD, GUESSED = 1.0, 0.98, 0.95, 0.9, 0.75, 0.7, 0.55, 0.3
_LIKENESS, _SIGNED = 86, 0.3
# Money words that make a column of amounts a possible cost.
_COST_WORDS = re.compile(
    r"\b(costs?|budgets?|budgeted|price|spend|spending|expenditures?|expenses?|funding|investments?|capex|opex|wlc|"
    r"forecast|\w*kosten|\w*kostnad(?:er)?|custos?|investition\w*|coûts?|dépenses?|investissements?|costos?|costes?|presupuesto|inversión|gastos?)\b"
)
_NOT_COST = re.compile(
    r"\b(accounts?|elements?|objects?|index|versions?|horizon|funding year|"
    r"actuals?|spent|variance|savings?|benefits?|revenue|return|roi|npv|payback|percent|%|status|code|cent(?:er|re)|"
    r"owner|source|line|type|category|number|id|date|ftes?|headcount|remaining|rating|score|confidence|to date|"
    r"cumulative|notes?|avoidance|avoided|rate|hourly|unit (?:cost|price)|"
    r"per (?:user|unit|seat|licen[cs]e|bed|patient|visit|case|encounter|head|capita))\b|%"
)
_CAPITAL = re.compile(
    r"\b(capital|capex|one (?:time|off)|upfront|implementation|non recurring|build|"
    r"investitions\w*|investissements?|inversión)\b"
)
_EXPENSE = re.compile(r"\b(?:expenses?|exp|expensed)\b")
_OPERATING = re.compile(
    r"\b(operating|operational|opex|recurring|ongoing|annual|run|maintenance|subscription|support|"
    r"betriebs\w*|laufende|fonctionnement|operativos?)\b"
)
# All that a column of one year says beside it.
_PLANNED = re.compile(r"(plan|planned|planned spend|amount|request|requested|proposed|approved|estimate|estimated)$")
# A currency, or what amounts are counted in, says nothing of what they are.
_COUNTED_IN = re.compile(
    rf"\b(?:[tkm]?(?:{'|'.join(CODES)})|k|m|mn|mm|mio|mln|tsd|thousands?|millions?|dollars?|euros?)\b", re.IGNORECASE
)
# How far money has come: columns that differ in this alone hold the same cost at two stages.
_STAGE = re.compile(
    r"\b(requested|request|approved|proposed|planned|plan|estimated|estimate|original|current|revised|submitted|"
    r"awarded|allocated|recommended|beantragt\w*|genehmigt\w*|geplant\w*|demandé|approuvé)\b"
)
# Money words of a column that may be the cost, and may be anything else: asked where no other column is one.
_MONEY_WORDS = re.compile(
    r"\b(amounts?|estimates?|estimated|request(?:ed)?|ask|value|total|sum|plan|planned|montant|betrag|summe|importe|"
    r"valor|price|prix|precio|preis)\b"
)
_MONEY_SIGNS = re.compile(r"[$£€¥₹]|\b(?:usd|eur|gbp|cad|aud|chf|inr|dollars?|euros?)\b", re.IGNORECASE)
HOURS = re.compile(r"\b(hours|hrs|stunden|heures|horas)\b")
# Hours that are no work a request asks for: won, already worked, left over, of a week, of a device.
_NOT_WORK = re.compile(
    r"\b(actuals?|logged|spent|booked|remaining|sav(?:ed|ing|ings)|avoided|freed|reduc(?:ed|tion)|benefits?|returned|"
    r"gained|gespart\w*|daily|weekly|monthly|per (?!project|request|initiative)\w+|downtime|outage|of operation|"
    r"opening|rate|available|capacity|pro (?:tag|woche|monat|jahr)|par (?:jour|semaine|mois|an)|"
    r"por (?:día|semana|mes|año))\b|/ ?(?:day|week|wk|month|mo|year|yr|quarter|fte|user|person)\b"
)
_ALL_HOURS = re.compile(r"\b(total|overall|sum|all|gesamt\w*|summe)\b|^gesamt")


def index_named(headers: Sequence[str], name: str) -> int | None:
    """The column that a person means by a header, or by its letter; None where there is none."""
    wanted = clean_header(name)
    if wanted in headers:
        return headers.index(wanted)
    folded = {fold_header(header): k for k, header in reversed(list(enumerate(headers)))}
    index = folded.get(fold_header(wanted), _index_lettered(wanted))
    return index if index is not None and index < len(headers) else None


def _index_lettered(name: str) -> int | None:
    """The column that a letter stands for, as a sheet shows it; None where the name is none."""
    return column_index_from_string(name) - 1 if re.fullmatch(r"[A-Z]{1,2}", name) else None


def series_meaning(header: str) -> str:
    """Capital or operating cost, as the header of a column of one year says; empty where it is no cost."""
    rest = _COUNTED_IN.sub(" ", fold_header(without_year(header))).strip()
    if _NOT_COST.search(rest) or HOURS.search(rest):
        return ""
    if _OPERATING.search(rest) and not _CAPITAL.search(rest):
        return m.COST_OPERATING
    is_bare = not re.search(r"[a-z]{3,}", rest) or bool(_COST_WORDS.search(rest) or _PLANNED.match(rest))
    return m.COST_CAPITAL if is_bare or _CAPITAL.search(rest) else ""


def is_called_capital(header: str) -> bool:
    """Whether a header speaks of capital or of one-off cost."""
    return bool(_CAPITAL.search(fold_header(header)))


def is_called_expense(header: str) -> bool:
    """Whether a header speaks of an expense and of nothing one-off: beside capital that is running cost."""
    return bool(_EXPENSE.search(fold_header(header))) and not is_called_capital(header)


def meaning_by_name(folded: str, held: Profile) -> tuple[str, float]:
    """(meaning, how sure) of a folded header; unused where nothing tells it."""
    known = spellings()
    if known.get(folded) == m.TITLE and held.holds_amounts and _COST_WORDS.search(folded):
        return m.COST_TOTAL, WORD
    if folded in known or not folded:
        return known.get(folded, m.UNUSED), SPELLED if folded else 0.0
    if HOURS.search(folded) and held.holds_amounts:
        return m.EFFORT, CONTAINED
    if contained := _contained(folded):
        return contained, CONTAINED
    if held.holds_amounts and _COST_WORDS.search(folded) and not _NOT_COST.search(folded):
        return (m.COST_OPERATING if _OPERATING.search(folded) else m.COST_TOTAL), WORD
    return _like(folded)


def without_stage(header: str) -> str:
    """What a header says beside the stage of the money; empty where it names no stage, or nothing else."""
    folded = fold_header(header)
    return " ".join(_STAGE.sub(" ", folded).split()) if _STAGE.search(folded) else ""


def may_be_cost(header: str, held: Profile) -> bool:
    """Whether a column that means nothing known may be the cost: it names money, or its cells do."""
    folded = fold_header(header)
    if not held.holds_amounts or _NOT_COST.search(folded) or HOURS.search(folded):
        return False
    is_named = bool(_MONEY_SIGNS.search(header)) or bool(_MONEY_WORDS.search(folded) and held.is_large)
    return is_named or held.signed_share >= _SIGNED


def _like(folded: str) -> tuple[str, float]:
    """The meaning of the known spelling that is nearly the same."""
    known = spellings()
    like = process.extractOne(folded, known.keys(), scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    if like is None or len(folded) > 60:
        return m.UNUSED, 0.0
    return known[like[0]], LIKE * like[1] / 100


def _contained(folded: str) -> str:
    """The meaning of the longest known spelling of two words or more that the header contains."""
    padded = f" {folded} "
    best = ""
    for spelling, meaning in spellings().items():
        if len(spelling) > len(best) and " " in spelling and f" {spelling} " in padded and meaning not in m.COSTS:
            best = spelling
    return spellings()[best] if best else ""


# Hours of nobody in particular.
ANY_STAFF = "hours_staff"


def hours_target(header: str) -> str:
    """Column of our layout that a foreign column of hours fills: its role is what the header says beside hours."""
    words = re.sub(
        r"\b(hours|hrs|stunden|heures|horas|effort|aufwand|in|estimated|total|work|labou?r|hit|"
        r"per (?:project|request|initiative))\b",
        " ",
        fold_header(without_year(header)),
    )
    role = re.sub(r"[^a-z0-9]+", "_", words).strip("_")
    return f"hours_{role}" if re.match(r"^[a-z]", role) else ANY_STAFF


def is_no_work(header: str) -> bool:
    """Whether a header of hours, its brackets included, speaks of others than a request asks for."""
    return bool(_NOT_WORK.search(header.casefold()))


def sums_up_hours(header: str) -> bool:
    """Whether a header speaks of all hours together."""
    return bool(_ALL_HOURS.search(fold_header(header)))
