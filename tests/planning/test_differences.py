"""The log says from what to what for each request, however many a person changed at once."""

from dataclasses import replace
from decimal import Decimal

from governance.registry import AiRegistry, AiUse
from intake.edits import Edit
from planning.notebook import Override, Source, with_agreed_rules, with_bounds, with_override, with_rules, with_weights
from planning.recording import agree_on, force, relist
from planning.registry_record import replace_registry
from portfolio.limits import Limits
from portfolio.rules import AgreedRules, BothOrNone, Maximum
from scoring.weights import Weights
from tests.builders import limits, notebook, request
from tests.planning.governing import step

FILE = Source("list.xlsx", "1" * 64)
START = replace(
    notebook([request("A", capital=1), request("B", capital=2), request("C", capital=3)], limits_=limits(capital=5)),
    source=FILE,
)


def told(change):
    return [(p.what, p.request_id, p.before, p.after) for p in change.places]


def entered(*edits):
    return replace(START, source=replace(FILE, edits=edits))


def test_several_cells_at_once_are_a_line_each_from_what_stood_there_until_now():
    first = Edit(request_id="A", column="title", value="One", was="A")
    held, change = relist(START, entered(first), step("portfolio office"))
    assert (change.request_id, told(change)) == ("A", [("title", "A", "A", "One")])
    again = replace(first, value="Uno"), Edit(request_id="B", column="sponsor_role", value="CIO")
    held, change = relist(held, entered(*again), step("portfolio office"))
    assert told(change) == [("title", "A", "One", "Uno"), ("sponsor role", "B", "", "CIO")]
    _, change = relist(held, START, step("portfolio office"))
    assert told(change) == [("title", "A", "Uno", "A"), ("sponsor role", "B", "CIO", "")]


def test_a_newer_file_is_told_request_by_request_and_limit_by_limit():
    held = with_override(START, Override(request_id="C", is_in=True, who="Ada Kim (CMIO)", why="the board"))
    dearer = replace(START.requests[1], capital_usd={**START.requests[1].capital_usd, "FY27": Decimal(7)})
    first, *others = START.limits.budget
    more = replace(START.limits, budget=(replace(first, capital_usd=Decimal(9)), *others))
    newer = replace(
        START, requests=(START.requests[0], dearer, request("D", capital=4)), limits=more,
        source=Source("list 2.xlsx", "2" * 64),
    )  # fmt: skip
    changed, change = relist(held, newer, step("portfolio office"))
    assert told(change) == [
        ("request", "C", "Request C", ""),
        ("request", "D", "", "Request D"),
        ("capital fy27 usd", "B", "2", "7"),
        ("FY27 capital limit usd", "", "5", "9"),
        ("override", "C", "forced in", "forced in, rests until the request is back"),
    ]
    _, change = relist(changed, replace(START, limits=Limits()), step("portfolio office"))
    assert ("override", "C", "forced in, rests until the request is back", "forced in") in told(change)


def test_what_is_agreed_together_is_told_weight_by_weight_limit_by_limit_and_by_each_request_a_rule_names():
    moved = with_bounds(with_weights(START, Weights.of({"clinical_value": 3.0, "cost": 1.0})), {"capital FY27": 4.0})
    moved = with_rules(moved, on=frozenset(), off=frozenset({"mandates"}))
    rules = AgreedRules(both_or_none=(BothOrNone(request_ids=("A", "B")),), maximum=Maximum(number=2))
    moved = with_override(with_agreed_rules(moved, rules), Override(request_id="C", is_in=False, who="x", why="waits"))
    first, change = agree_on(START, moved, step("CMIO", why="as discussed"))
    lines = {(p.what, p.request_id): (p.before, p.after, p.why) for p in change.places}
    assert lines["weight clinical value", ""][1:] == ("75%", "as discussed")
    assert lines["limit capital FY27", ""] == ("as in the file", "4", "as discussed")
    assert lines["rule mandates", ""] == ("on", "off", "as discussed")
    assert lines["further rule", "A"] == lines["further rule", "B"] == (
        "", "A and B together or not at all", "as discussed",
    )  # fmt: skip
    assert lines["further rule", ""] == ("", "At most 2 requests", "as discussed")
    assert lines["override", "C"] == ("not forced", "forced out", "waits")
    three = with_agreed_rules(first, replace(rules, maximum=Maximum(number=3)))
    assert told(agree_on(first, three, step("CMIO")).change) == [
        ("further rule", "", "At most 2 requests", "At most 3 requests")
    ]


def test_an_override_put_in_place_of_another_says_both():
    forced, _ = force(START, Override(request_id="A", is_in=True, who="x", why="the board"), step("CMIO"))
    _, change = force(forced, Override(request_id="A", is_in=False, who="x", why="no longer"), step("CMIO"))
    assert told(change) == [("override", "A", "forced in", "forced out")]


def test_an_inventory_read_again_is_told_use_by_use():
    chat, scribe = AiUse(id="1", name="Chat", approved_by="Bo Lee (CIO)"), AiUse(id="2", name="Scribe")
    held = replace(START, registry=AiRegistry(source_name="x", uses=(chat,)))
    _, change = replace_registry(held, AiRegistry(source_name="y", uses=(scribe,)), step("portfolio office"))
    assert told(change) == [
        ("AI in use 1", "", "Chat, stage unknown, tier unknown, approved by Bo Lee (CIO)", ""),
        ("AI in use 2", "", "", "Scribe, stage unknown, tier unknown, not approved"),
    ]
