"""Every kind of agreed rule stands in its place in the finance workbook, opened again: in words, with who asks."""

import io
from dataclasses import replace

import openpyxl
import pytest

from planning.notebook import Override, with_agreed_rules, with_rules
from planning.outcome import evaluate
from portfolio.limits import ChangeLimit, Limits
from portfolio.price import Price
from portfolio.row import Sense
from portfolio.rules import (
    AgreedRules,
    AiCharge,
    AiReview,
    Balance,
    BothOrNone,
    Interplay,
    Maximum,
    Measure,
    NotDoing,
    ScaleReserve,
)
from reports.dossier import Dossier
from reports.facts import figure_words
from reports.wording import points
from reports.workbook import build_workbook
from scoring.request import AiTier, Stage
from tests.builders import FIRST, TODAY, limits, notebook, request
from tests.reports.office import formulas

ASKED = [
    request("A", capital=40, hours=30, ratings={"clinical_value": 9.0}, ai_tier=AiTier.HIGH),
    request("B", capital=30, hours=20, ratings={"clinical_value": 5.0}, stage=Stage.SCALE),
    request("C", hours=4, ratings={"clinical_value": 4.0}, change_impact=3.0, affected_departments=("Wards",)),
]
RULES = {
    "both-or-none": AgreedRules(both_or_none=(BothOrNone(request_ids=("A", "B"), why="One team"),)),
    "balance": AgreedRules(
        balances=(
            Balance(
                category="stage",
                value="scale",
                measure=Measure.COUNT,
                sense=Sense.AT_LEAST,
                amount=1,
                why="Finish what works",
            ),
        )
    ),
    "maximum-number": AgreedRules(maximum=Maximum(number=2, why="Small office")),
    "synergy": AgreedRules(interplays=(Interplay(request_ids=("A", "C"), points=4.5, why="Shared data"),)),
    "not-doing": AgreedRules(not_doing=(NotDoing(request_id="B", points=2, why="Fine if late"),)),
    "reserve": AgreedRules(reserve_share=0.1),
    "ai-charge": AgreedRules(
        ai_charge=AiCharge(role="analyst", review_hours={AiTier.HIGH: 6}, monitoring_hours={}, why="Board of AI")
    ),
    "scale-reserve": AgreedRules(scale_reserve=ScaleReserve(money_share=0.1, hours_share=0.2)),
    "ai-review": AgreedRules(ai_review=AiReview(hours_by_tier={AiTier.HIGH: 8}, available={FIRST: 30})),
    "change-limits": AgreedRules(),
}


def tables(kind: str) -> dict[str, list[dict]]:
    """The workbook's tables on the sheet of rules with one kind of rule on, and the rules in force."""
    room = limits(capital=100, hours=100)
    change = (ChangeLimit(department="Wards", points={FIRST: 5.0}),)
    free = notebook(ASKED, limits_=Limits(budget=room.budget, capacity=room.capacity, change=change))
    noted = with_rules(with_agreed_rules(free, RULES[kind]), on=frozenset({kind}), off=frozenset({"gates"}))
    data = build_workbook(Dossier(outcome=evaluate(noted, TODAY)))
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    sheet = book["Rules and overrides"]
    found = {}
    for table in sheet.tables.values():
        headers, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
        found[table.name] = [dict(zip(headers, row, strict=True)) for row in rows]
    found["Words"] = [{"Says": sheet["A2"].value}]
    facts = book["Assumptions"].iter_rows(max_col=2, values_only=True)
    found["In force"] = [{"Fact": label, "Value": value} for label, value in facts]
    return found


@pytest.mark.parametrize(
    ("kind", "words", "label", "why"),
    [
        ("both-or-none", "A and B together or not at all", "Both or none", "One team"),
        ("balance", "Stage scale: at least 1 request", "Balance", "Finish what works"),
        ("maximum-number", "At most 2 requests", "Maximum number", "Small office"),
        ("synergy", "A and C: +4.5 points together", "Synergy and overlap", "Shared data"),
        ("not-doing", "Without B: 2 points lost", "Cost of not doing", "Fine if late"),
        ("reserve", "10% of every role's hours kept back", "Reserve", None),
        (
            "ai-charge",
            "Reviewing and watching AI takes hours of Analysts",
            "AI review and monitoring hours",
            "Board of AI",
        ),
    ],
)
def test_a_rule_stands_on_the_sheet_of_rules(kind: str, words: str, label: str, why: str | None) -> None:
    found = tables(kind)
    (line,) = [line for line in found["Rules"] if line["Kind"] == label]
    assert line == {"Rule": words, "Kind": label, "Who or what asks for it": why, "Price (points)": None}
    assert {"Fact": label, "Value": "on"} in found["In force"]


@pytest.mark.parametrize(
    ("kind", "limit", "amount", "used"),
    [
        # A 40 and B 30 fit 100; what does not scale (A) stays within 90 of it.
        ("scale-reserve", "Capital FY27 without what scales", 90.0, 40.0),
        ("scale-reserve", "Analysts 2027-Q1 without what scales", 80.0, 34.0),
        ("change-limits", "Change wards 2027-Q1", 5.0, 3.0),
        ("ai-review", "AI review 2027-Q1", 30.0, 8.0),
        # A tenth of 100 h is kept back; A, B and C use 54.
        ("reserve", "Analysts 2027-Q1", 90.0, 54.0),
        # A's 30 h and the 6 h of its review.
        ("ai-charge", "Analysts 2027-Q1", 100.0, 60.0),
    ],
)
def test_a_rule_of_amounts_stands_on_the_sheet_of_limits(kind: str, limit: str, amount: float, used: float) -> None:
    lines = {line["Limit"].casefold(): line for line in tables(kind)["Limits"]}
    assert limit.casefold() in lines, sorted(lines)
    line = lines[limit.casefold()]
    assert (line["Limit amount"], line["Used"], line["Left"]) == pytest.approx((amount, used, amount - used))


def prices_on_the_sheet(*prices: Price) -> tuple[str, list[dict], list[dict], list[dict]]:
    """The sheet's second line, and its tables of prices, rules and overrides, where A is forced out by name."""
    forced = Override(request_id="A", is_in=False, who="Cy", why="no room", on=TODAY, price="costs 3.0 points")
    noted = replace(notebook(ASKED, kinds_on=frozenset({"overrides"})), overrides=(forced,))
    data = build_workbook(Dossier(outcome=evaluate(noted, TODAY), prices=prices))
    sheet = openpyxl.load_workbook(io.BytesIO(data), data_only=True)["Rules and overrides"]
    found = []
    for name in ("Prices", "Rules", "Overrides"):
        headers, *rows = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
        found.append([dict(zip(headers, row, strict=True)) for row in rows])
    return str(sheet["A2"].value), *found


def test_every_rule_mandate_override_and_gate_has_its_price_in_the_words_of_the_screen() -> None:
    words, prices, rules, overrides = prices_on_the_sheet(
        Price(key="gates", label="Gates", points=0.0),
        Price(key="override A", label="A out by override", points=4.25, comes=("A",), leaves=("B", "C")),
        Price(key="mandates", label="Mandates", points=1.0, is_proven=False),
        Price(key="hours analyst", label="Analysts", points=9.0, step=10.0, unit="h"),
        Price(key="capital", label="Capital by fiscal year", points=None),
    )
    assert words.startswith("A price is what the best value would gain")
    assert [tuple(row.values()) for row in prices] == [
        ("A out by override", 4.25, "A", "B, C", "exact"),
        ("Mandates", 1, None, None, "at least"),
        ("Gates", 0, None, None, "exact"),
        ("Capital by fiscal year", None, None, None, "not known in time"),
    ]
    assert [(row["Rule"], row["Price (points)"]) for row in rules] == [("A out by override", 4.25)]
    assert [(row["Price when made"], row["Price now (points)"]) for row in overrides] == [("costs 3.0 points", 4.25)]


def test_a_copy_without_prices_says_so() -> None:
    words, prices, *_ = prices_on_the_sheet()
    assert words.startswith("Prices were not worked out for this copy")
    assert prices[0]["What"] == "none"


def test_a_limit_stands_among_the_assumptions_once_and_every_sheet_points_to_it() -> None:
    room = notebook(ASKED, limits_=limits(capital=100, hours=100), kinds_on=frozenset({"capital", "hours"}))
    cells = formulas(build_workbook(Dossier(outcome=evaluate(room, TODAY))))
    pointing = {sheet for (sheet, _), formula in cells.items() if formula.startswith("='Assumptions'!$B$")}
    assert pointing == {"Summary", "Money", "Staffing", "Rules and overrides"}


@pytest.mark.parametrize(("kind", "earned"), [("synergy", 4.5), ("not-doing", 2.0)])
def test_points_beside_the_scores_count_in_every_total_as_on_screen(kind: str, earned: float) -> None:
    noted = with_rules(with_agreed_rules(notebook(ASKED), RULES[kind]), on=frozenset({kind}), off=frozenset({"gates"}))
    outcome = evaluate(noted, TODAY)
    value = outcome.selection.value
    assert value == pytest.approx(sum(outcome.scores.totals[i] for i in outcome.funded) + earned)
    dossier = Dossier(outcome=outcome)
    assert dict(figure_words(dossier))["Value as claimed"] == f"{points(value)} points"
    sheet = openpyxl.load_workbook(io.BytesIO(build_workbook(dossier)), data_only=True)["Summary"]
    shown = {row[0]: row[1] for row in sheet.iter_rows(max_col=2, values_only=True) if row[0]}
    assert shown["Portfolio value (points), as claimed"] == pytest.approx(value)
    lost = sum(outcome.scores.totals[i] - dossier.expected[i] for i in outcome.funded)
    assert shown["Portfolio value (points), as expected"] == pytest.approx(value - lost)


@pytest.mark.parametrize(
    ("kind", "label"), [("change-limits", "Change limits"), ("scale-reserve", "Scale reserve"), ("reserve", "")]
)
def test_the_sheet_names_limits_that_do_not_follow_a_request_that_is_struck(kind: str, label: str) -> None:
    (line,) = tables(kind)["Words"]
    assert line["Says"].endswith(f"whatever is struck: {label}.") == bool(label)
    assert ("whatever is struck" in line["Says"]) == bool(label)
