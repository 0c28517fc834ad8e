"""One table of every planning function that asks who may: a role passes where it has the right, and nowhere else."""

import ast
import datetime as dt
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

import planning
from governance.ai_file import Evidence, EvidenceState, GateOutcome, Review
from governance.book import KeepAnswer
from governance.calendar import CalendarRule
from governance.pilot import PilotCharter, PilotExit
from governance.registry import AiRegistry
from planning import (
    ai_record,
    deciding,
    governing,
    money_record,
    pilot_record,
    recording,
    registry_record,
    rule_record,
    scenario,
)
from planning.change import Change, Recorded
from planning.governing import Step
from planning.meeting import Meetings
from planning.notebook import Decision, Override, PlanningError, Verdict, with_bounds, with_override, with_weights
from planning.outcome import evaluate
from planning.people import NO_ACCESS, ROLES, Action, NotAllowedError, Person
from planning.record import make_record
from planning.signing import plans, sign
from planning.store import open_store
from scoring.cash import MoneyTerms
from scoring.request import AiTier, ExitDecision
from scoring.weights import Weights
from tests.builders import TODAY, notebook, request

FOLDER = Path(planning.__file__).parent
AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM = Person("Ada Kim", "CMIO")
BOOK = notebook([request("A", capital=1), request("B", capital=2)])
MOVED, BOUND = with_weights(BOOK, Weights.of({"clinical_value": 1.0})), with_bounds(BOOK, {"capital FY27": 1.0})
FORCED = Override(request_id="A", is_in=True, who="Cy", why="the law")
SAVED = scenario.save_scenario(BOOK, MOVED, "Theirs", Step(by=KIM, at=AT, today=TODAY)).notebook
FUNDED = Decision(request_id="A", verdict=Verdict.FUNDED, reason="clear", who="Cy", on=TODAY)
SHOWN = Evidence(code="E1", state=EvidenceState.PRESENT, note="link", on=TODAY)
SIGNED = Review(domain="privacy", state=EvidenceState.PRESENT, who="Cy", on=TODAY)
STOP = PilotExit(decision=ExitDecision.STOP, who="Cy", on=TODAY, reason="no use")
KEEP = KeepAnswer(would_keep=True, who="Cy", on=TODAY, why="used daily")
LONGER = MoneyTerms(useful_life_years=7)
UNTIL = TODAY + dt.timedelta(days=30)
VIEW, OPEN, EXPLORE, EXPORT, ARCHIVE = Action.VIEW, Action.OPEN, Action.EXPLORE, Action.EXPORT, Action.ARCHIVE
EDIT, AGREE, OVERRIDE = Action.EDIT_REQUESTS, Action.AGREE, Action.OVERRIDE
APPROVE, SIGN, ASSUME = Action.APPROVE, Action.SIGN, Action.ASSUME


@cache
def outcome():
    return evaluate(BOOK, TODAY)


# Function -> the rights of which one is enough, and a call by a person on a shelf with one notebook.
ASKS = {
    "Store.create": ({OPEN}, lambda on: on.store.create(BOOK, by=on.by, at=AT)),
    "Store.load": ({VIEW}, lambda on: on.store.load(on.id, by=on.by)),
    "Store.load, a past moment": ({VIEW}, lambda on: on.store.load(on.id, 1, by=on.by)),
    "Store.number": ({VIEW}, lambda on: on.store.number(on.id, by=on.by)),
    "Store.listing": ({VIEW}, lambda on: on.store.listing(by=on.by)),
    "Store.log": ({VIEW}, lambda on: on.store.log(on.id, by=on.by)),
    "Store.source": ({VIEW}, lambda on: on.store.source("0" * 64, by=on.by)),
    "Store.clashes": ({VIEW}, lambda on: on.store.clashes(on.id, by=on.by)),
    "Store.note_result": ({VIEW}, lambda on: on.store.note_result(on.id, 1, "x", by=on.by)),
    "Store.result_hash": ({VIEW}, lambda on: on.store.result_hash(on.id, 1, by=on.by)),
    "Store.set_archived": ({ARCHIVE}, lambda on: on.store.set_archived(on.id, True, by=on.by, at=AT)),
    "Store.settle": ({AGREE}, lambda on: on.store.settle(on.id, on.clash, takes_second=True, by=on.by, at=AT)),
    "plans": ({VIEW}, lambda on: plans(on.store, on.id, by=on.by)),
    "sign": ({SIGN}, lambda on: sign(on.store, on.id, 3, "x", by=on.by, at=AT)),
    "make_record": ({EXPORT}, lambda on: make_record(outcome(), source=None, by=on.by, at=AT)),
    "Meetings.begin": ({EXPLORE}, lambda on: Meetings().begin(on.id, by=on.by, at=AT)),
    "Meetings.since": ({VIEW}, lambda on: Meetings().since(on.id, AT, by=on.by)),
    "Meetings.end": ({EXPLORE}, lambda on: Meetings().end(on.id, by=on.by)),
    "agree_on": ({AGREE}, lambda on: recording.agree_on(BOOK, MOVED, on.step)),
    "force": ({OVERRIDE}, lambda on: recording.force(BOOK, FORCED, on.step)),
    "end_override": ({OVERRIDE}, lambda on: recording.end_override(with_override(BOOK, FORCED), "A", on.step)),
    "relist": ({EDIT}, lambda on: recording.relist(BOOK, BOUND, on.step)),
    "rename": ({EDIT}, lambda on: recording.rename(BOOK, "Another", "", on.step)),
    "set_money_terms": ({ASSUME}, lambda on: money_record.set_money_terms(BOOK, LONGER, on.step)),
    "save_scenario": ({EXPLORE}, lambda on: scenario.save_scenario(BOOK, MOVED, "Mine", on.step)),
    "drop_scenario": ({AGREE}, lambda on: scenario.drop_scenario(SAVED, "Theirs", on.step)),
    "decide": ({OVERRIDE}, lambda on: deciding.decide(BOOK, FUNDED, on.step)),
    "fund_the_rest": ({OVERRIDE}, lambda on: deciding.fund_the_rest(BOOK, {"A"}, on.step)),
    "next_cycle": ({EDIT}, lambda on: deciding.next_cycle(BOOK, "FY28", on.step)),
    "waive_gate": ({OVERRIDE}, lambda on: governing.waive_gate(BOOK, "A", "evidence", UNTIL, on.step)),
    "end_waiver": ({OVERRIDE}, lambda on: governing.end_waiver(BOOK, "A", "evidence", on.step)),
    "switch_duty": ({AGREE}, lambda on: governing.switch_duty(BOOK, "reviews", TODAY, on.step)),
    "change_rule": ({AGREE}, lambda on: rule_record.change_rule(BOOK, CalendarRule(name="R"), on.step)),
    "replace_calendar": ({AGREE}, lambda on: rule_record.replace_calendar(BOOK, (), on.step)),
    "take_rating": ({EDIT}, lambda on: rule_record.take_rating(BOOK, "A", on.step)),
    "write_mitigation": ({EDIT, APPROVE}, lambda on: rule_record.write_mitigation(BOOK, "A", "training", on.step)),
    "write_charter": ({EDIT, APPROVE}, lambda on: pilot_record.write_charter(BOOK, "A", PilotCharter(), on.step)),
    "record_measure": ({EDIT, APPROVE}, lambda on: pilot_record.record_measure(BOOK, "A", 1.0, on.step)),
    "decide_exit": ({APPROVE}, lambda on: pilot_record.decide_exit(BOOK, "A", STOP, on.step)),
    "answer_keep": ({EDIT, APPROVE}, lambda on: pilot_record.answer_keep(BOOK, "A", KEEP, on.step)),
    "replace_registry": (
        {EDIT, APPROVE},
        lambda on: registry_record.replace_registry(BOOK, AiRegistry(), on.step),
    ),
    "confirm_use_tier": ({APPROVE}, lambda on: registry_record.confirm_use_tier(BOOK, "U", AiTier.LOW, on.step)),
    "approve_use": ({APPROVE}, lambda on: registry_record.approve_use(BOOK, "U", on.step)),
    "confirm_tier": ({APPROVE}, lambda on: ai_record.confirm_tier(BOOK, "A", AiTier.HIGH, {}, on.step)),
    "record_evidence": ({EDIT, APPROVE}, lambda on: ai_record.record_evidence(BOOK, "A", SHOWN, on.step)),
    "record_review": ({APPROVE}, lambda on: ai_record.record_review(BOOK, "A", SIGNED, on.step)),
    "name_final_say": ({APPROVE}, lambda on: ai_record.name_final_say(BOOK, "A", "Cy", on.step)),
    "sign_off": ({APPROVE}, lambda on: ai_record.sign_off(BOOK, "A", "Cy", on.step)),
    "record_error_rate": (
        {EDIT, APPROVE},
        lambda on: ai_record.record_error_rate(BOOK, "A", None, on.step, writes_text=False),
    ),
    "open_file": ({EDIT, APPROVE}, lambda on: ai_record.open_file(BOOK, "A", TODAY, on.step)),
    "decide_gate": ({APPROVE}, lambda on: ai_record.decide_gate(BOOK, "A", GateOutcome.DECLINE, on.step)),
    "meet_condition": ({APPROVE}, lambda on: ai_record.meet_condition(BOOK, "A", "x", on.step)),
}
# They only answer or build for the others.
PARTS = {"check_may", "check_recorder", "check_approver", "recorded", "choose"}
# Where two changes of weights wait for a person, nobody can sign before somebody chose.
CLASH = ("Store.settle",)


def test_the_table_has_every_function_that_takes_a_person_or_a_step():
    found = set()
    for path in FOLDER.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        owners = {id(f): f"{c.name}." for c in ast.walk(tree) if isinstance(c, ast.ClassDef) for f in c.body}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                kinds = {ast.unparse(a.annotation) for a in (*node.args.args, *node.args.kwonlyargs) if a.annotation}
                if kinds & {"Person", "Step"}:
                    found.add(owners.get(id(node), "") + node.name)
    assert found - PARTS == {name.partition(",")[0] for name in ASKS}


@pytest.fixture
def shelf(tmp_path):
    """A store with one notebook of three moments, and another where two changed the weights at once."""
    with closing(open_store(f"sqlite:///{tmp_path}/rounds.sqlite")) as store:
        held = store.create(BOOK, by=KIM, at=AT)
        twice = store.create(BOOK, by=KIM, at=AT)
        for weights in ({"clinical_value": 1.0}, {"burden_reduction": 1.0}):
            changed = Recorded(with_weights(BOOK, Weights.of(weights)), Change(who=KIM, at=AT, what="weights"))
            held = store.save(held, changed).stored
            store.save(twice, changed)
        (clash,) = store.clashes(twice.id, by=KIM)
        yield SimpleNamespace(store=store, id=held.id, clashed=twice.id, clash=clash)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_what_the_table_says_and_nothing_else(role, shelf):
    person = Person("Di Fox", role)
    step = Step(by=person, at=AT, today=TODAY, why="asked for")
    for name, (rights, ask) in ASKS.items():
        place = {"id": shelf.clashed if name in CLASH else shelf.id, "clash": shelf.clash}
        on = SimpleNamespace(store=shelf.store, by=person, step=step, **place)
        refused = refusal(ask, on)
        if rights & ROLES[role]:
            assert f"The role {role} may not" not in refused, name
        else:
            assert any(refused.startswith(f"The role {role} may not {right}. These may: ") for right in rights), name


def refusal(ask, on):
    """Why it was not allowed; empty where it was, or where something else stood in the way."""
    try:
        ask(on)
    except NotAllowedError as error:
        return str(error)
    except PlanningError:
        pass
    return ""


def test_who_has_no_access_may_nothing_and_everybody_else_may_look():
    assert ROLES[NO_ACCESS] == frozenset()
    assert all(VIEW in rights for role, rights in ROLES.items() if role != NO_ACCESS)


def test_a_scenario_is_dropped_by_who_saved_it_without_the_right_to_agree():
    step = Step(by=Person("Di Fox", "participant"), at=AT, today=TODAY)
    mine = scenario.save_scenario(BOOK, MOVED, "Mine", step).notebook
    assert scenario.drop_scenario(mine, "Mine", step).notebook.saved == ()


def test_agreeing_takes_the_right_to_override_where_overrides_differ():
    step = Step(by=Person("Di Fox", "portfolio office"), at=AT, today=TODAY)
    with pytest.raises(NotAllowedError, match="may not override"):
        recording.agree_on(BOOK, replace(MOVED, overrides=(FORCED,)), step)
