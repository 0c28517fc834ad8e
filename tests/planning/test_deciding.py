"""Each request ends as funded, not yet or no; two signatures freeze a plan; the next cycle starts from this one."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from planning.codec import notebook_from_json, notebook_to_json
from planning.database import StoreError
from planning.deciding import against_plan, by_person, decide, fund_the_rest, next_cycle, waiting
from planning.governing import RefusedStepError, Step
from planning.ground import rule_key
from planning.log import first_fault
from planning.notebook import Decision, Override, Source, UnknownNameError, Verdict, with_override
from planning.outcome import evaluate
from planning.parts import state_hash
from planning.people import NotAllowedError, Person
from planning.recording import force, has_other_list, relist
from planning.signed import version_sentences
from planning.signing import plans, sign
from portfolio.limits import ChangeLimit
from portfolio.plan import Scenario
from portfolio.rules import AgreedRules, BothOrNone, NotDoing
from reports.reasons import why_out
from scoring.quarter import quarters_from
from scoring.request import Mandate
from tests.builders import FIRST, TODAY, limits, notebook, request

AT = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
KIM, LEE, VI = Person("Ada Kim", "CMIO"), Person("Bo Lee", "CIO"), Person("Vi", "participant")
STEP = Step(by=KIM, at=AT, today=TODAY, why="agreed in the room")
SPRING = TODAY + dt.timedelta(100)
START = notebook([request(i, capital=1, sponsor_role="CNO") for i in "ABCD"], cycle="FY27")


def decision(request_id="A", verdict=Verdict.FUNDED, **facts):
    base = {"request_id": request_id, "verdict": verdict, "reason": "clear case", "who": str(KIM), "on": TODAY}
    if verdict is Verdict.NOT_YET:
        base |= {"condition": "the pilot's result", "review_on": SPRING}
    return Decision(**(base | facts))


@pytest.mark.parametrize(
    "facts",
    [
        {"reason": " "},
        {"who": ""},
        {"condition": "x"},
        {"review_on": SPRING},
        {"verdict": Verdict.NO, "condition": "x", "review_on": SPRING},
        {"verdict": Verdict.NOT_YET, "condition": " "},
        {"verdict": Verdict.NOT_YET, "review_on": None},
    ],
)
def test_a_decision_has_its_reason_and_a_not_yet_its_condition_and_date(facts):
    with pytest.raises(ValueError, match="Expected who and reason"):
        decision(**facts)


def test_a_decision_is_logged_with_what_stood_before():
    first = decide(START, decision("A", Verdict.NOT_YET, dissent="Bo Lee: now"), STEP)
    assert first.change.after == f"not yet; until the pilot's result, again on {SPRING}; dissent: Bo Lee: now"
    second = decide(first.notebook, decision("A", Verdict.NO), STEP)
    assert second.change.before == first.change.after
    assert (second.change.after, second.change.request_id, second.change.why) == ("no", "A", "clear case")
    assert [d.verdict for d in second.notebook.decisions] == [Verdict.NO]


def test_what_may_not_be_decided_is_refused():
    with pytest.raises(NotAllowedError):
        decide(START, decision(), replace(STEP, by=VI))
    with pytest.raises(UnknownNameError):
        decide(START, decision("Z"), STEP)
    with pytest.raises(RefusedStepError, match="lies ahead"):
        decide(START, decision("A", Verdict.NOT_YET, review_on=TODAY), STEP)


def test_those_due_again_wait_first_and_then_the_others():
    held = decide(START, decision("C", Verdict.NOT_YET), STEP).notebook
    held = decide(held, decision("A"), STEP).notebook
    assert [o.request_id for o in waiting(held, TODAY)] == ["B", "D"]
    later = waiting(held, SPRING + dt.timedelta(10))
    assert [(o.request_id, o.days) for o in later] == [("C", 10), ("B", 110), ("D", 110)]
    assert later[0].asked == "CNO"


def test_what_waits_is_listed_by_the_person_who_is_asked_the_oldest_first():
    asked = [request("A", sponsor_role="CNO"), request("B", sponsor_role="CFO"), request("C", sponsor_role=" ")]
    due = decision("B", Verdict.NOT_YET, review_on=TODAY + dt.timedelta(5))
    held = notebook([*asked, request("D", sponsor_role="CFO")], decisions=(due,))
    found = by_person(waiting(held, TODAY + dt.timedelta(7)))
    assert {who: [(o.request_id, o.days) for o in theirs] for who, theirs in found.items()} == {
        "CNO": [("A", 7)],
        "CMIO or CIO or CMO or CNIO": [("C", 7)],
        "CFO": [("D", 7), ("B", 2)],
    }


def test_the_rest_of_the_plan_is_funded_for_one_reason():
    held = decide(START, decision("A", Verdict.NO), STEP).notebook
    found = fund_the_rest(held, {"A", "B", "C"}, STEP)
    assert {d.request_id: d.verdict for d in found.notebook.decisions} == {
        "A": Verdict.NO, "B": Verdict.FUNDED, "C": Verdict.FUNDED,
    }  # fmt: skip
    assert found.change.after == "funded B, C"
    assert [(p.request_id, p.what, p.before, p.after, p.why) for p in found.change.places] == [
        ("B", "decision", "", "funded", STEP.why),
        ("C", "decision", "", "funded", STEP.why),
    ]
    due = decide(START, decision("C", Verdict.NOT_YET), STEP).notebook
    again = fund_the_rest(due, {"C"}, replace(STEP, today=SPRING)).change.places
    assert [(p.before, p.after) for p in again] == [(decide(due, decision("C"), STEP).change.before, "funded")]
    assert again[0].before.startswith("not yet; until ")
    with pytest.raises(RefusedStepError, match="nothing left"):
        fund_the_rest(found.notebook, {"A", "B", "C"}, STEP)
    with pytest.raises(RefusedStepError, match="takes a reason"):
        fund_the_rest(START, {"B"}, replace(STEP, why=""))


def test_decisions_that_the_plan_does_not_follow_are_named():
    held = START
    for one in (decision("A"), decision("B", Verdict.NO), decision("C", Verdict.NOT_YET), decision("D")):
        held = decide(held, one, STEP).notebook
    assert [d.request_id for d in against_plan(held, {"A", "B", "C"})] == ["B", "C", "D"]
    assert against_plan(held, {"A", "D"}) == ()
    gone = replace(held, requests=held.requests[:3])
    assert [d.request_id for d in against_plan(gone, {"A"})] == []


def test_the_next_cycle_keeps_what_is_not_yet_decided_and_forgets_what_is_settled():
    held = START
    for one in (decision("A"), decision("B", Verdict.NO), decision("C", Verdict.NOT_YET)):
        held = decide(held, one, STEP).notebook
    rules = AgreedRules(
        both_or_none=(BothOrNone(request_ids=("A", "C")), BothOrNone(request_ids=("C", "D"))),
        not_doing=(NotDoing(request_id="A", points=1.0),),
    )
    found = next_cycle(replace(held, agreed_rules=rules), "FY28", STEP)
    assert [r.id for r in found.requests] == ["C", "D"]
    assert [d.request_id for d in found.decisions] == ["C"]
    assert found.agreed_rules == AgreedRules(both_or_none=(BothOrNone(request_ids=("C", "D")),))
    assert waiting(found, SPRING)[0].request_id == "C"
    with pytest.raises(RefusedStepError, match="name for the next cycle"):
        next_cycle(held, "FY27", STEP)
    later = next_cycle(held, "FY28", replace(STEP, today=SPRING))
    assert (later.plan.planning_date, waiting(later, later.plan.planning_date)[0].again) == (SPRING, held.decisions[-1])
    with pytest.raises(RefusedStepError, match="is planned on 2027"):
        next_cycle(later, "FY29", STEP)


def after(ended, requests, *, limits_=None, **facts):
    """The cycle after one in which these requests ended so."""
    held = notebook(requests, limits_=limits_, cycle="FY27", source=Source("list.xlsx", "1" * 64), **facts)
    return next_cycle(replace(held, decisions=tuple(decision(i, v) for i, v in ended.items())), "FY28", STEP)


def useful(request_id, **facts):
    return request(request_id, ratings={"clinical_value": 5.0}, **facts)


def test_what_an_earlier_cycle_settled_stays_off_the_list_when_its_file_is_read_again():
    asked = [useful(i, capital=1) for i in "ABCD"]
    following = after({"A": Verdict.FUNDED, "B": Verdict.NO, "C": Verdict.NOT_YET}, asked, limits_=limits(capital=5))
    dearer = replace(asked[3], capital_usd={**asked[3].capital_usd, "FY27": Decimal(2)})
    # One cell was entered; the file still lists all four, with the limits there were before.
    again = replace(following, requests=(*asked[:3], dearer), limits=limits(capital=5))
    found, change = relist(following, again, STEP)
    assert [(r.id, r.total_capital_usd) for r in found.requests] == [("C", 1), ("D", 2)]
    assert found.limits.budget[0].capital_usd == following.limits.budget[0].capital_usd == 4
    assert change.who == KIM
    assert not has_other_list(found, again)
    # A newer file says what there is now; what it calls otherwise is asked about anew.
    newer = replace(
        again, requests=(replace(asked[0], title="Another"), *asked[1:]), limits=limits(capital=7),
        source=Source("list 2.xlsx", "2" * 64),
    )  # fmt: skip
    found = relist(found, newer, STEP).notebook
    assert ([r.id for r in found.requests], found.limits.budget[0].capital_usd) == (["A", "C", "D"], 7)


def test_what_was_funded_keeps_its_money_hours_and_change_points():
    asked = [
        useful("A", capital=30, operating=4, hours=80, duration_quarters=2, change_impact=2.0,
               affected_departments=("ICU",)),
        useful("B", capital=50, operating=-1, hours=10),
    ]  # fmt: skip
    stated = limits(capital=100, operating=10, hours=100)
    budget = tuple(replace(year, contingency_share=Decimal("0.1")) for year in stated.budget)
    change = (ChangeLimit(department="ICU", points=dict.fromkeys(quarters_from(FIRST, 3), 3.0)),)
    stated = replace(stated, budget=budget, change=change)
    plan = replace(START.plan, scenarios=(Scenario(name="Cut", bounds=(("capital FY27", 40.0),)),))
    facts = {"plan": plan, "bounds": (("Operating FY28", 3.0), ("capital FY28", 60.0))}
    left = after({"A": Verdict.FUNDED, "B": Verdict.NOT_YET}, asked, limits_=stated, **facts)
    # 30 of capital with 10% contingency, all in the first year; 4 to run it in each; 40 hours in each of two quarters.
    assert [year.capital_usd for year in left.limits.budget] == [67, 100, 100]
    assert [year.operating_usd for year in left.limits.budget] == [6, 6, 6]
    assert list(left.limits.capacity[0].hours.values())[:3] == [60, 60, 100]
    assert list(left.limits.change[0].points.values()) == [3, 1, 3]
    # Moved limits and scenarios leave what is left of them, and never less than nothing.
    assert left.bounds == (("Operating FY28", 0.0), ("capital FY28", 60.0))
    assert left.plan.scenarios[0].bounds == (("capital FY27", 7.0),)
    # What was not funded takes nothing.
    refused = after({"A": Verdict.NO}, asked, limits_=stated, **facts)
    assert (refused.limits, refused.bounds) == (stated, facts["bounds"])


def test_what_was_funded_serves_those_that_need_it_and_bars_its_variants():
    asked = [
        useful("A", capital=1, exclusive_group="vendors"), useful("B", capital=1, exclusive_group="vendors"),
        useful("C", capital=1, prerequisites=("A",)), useful("D", capital=1, prerequisites=("E",)),
        useful("E", capital=1),
    ]  # fmt: skip
    left = after({"A": Verdict.FUNDED, "E": Verdict.NO}, asked, limits_=limits(capital=9))
    found = evaluate(left, TODAY)
    assert found.selection.funded == ("C",)
    assert why_out(found, "B") == "B not beside A, which an earlier cycle funded."
    assert why_out(found, "D") == "Needs E, which is not funded."
    assert rule_key(left, TODAY) != rule_key(replace(left, settled=()), TODAY)


def test_a_mandate_that_one_of_several_answers_is_answered_by_what_was_funded():
    mandate = Mandate(type="contract", group="interop")
    asked = [request(i, capital=1, mandate=mandate) for i in "AB"]
    assert evaluate(notebook(asked), TODAY).duties
    left = after({"A": Verdict.FUNDED}, asked)
    found = evaluate(left, TODAY)
    assert (found.duties, found.selection.funded) == ((), ())
    assert evaluate(after({"A": Verdict.NO}, asked), TODAY).selection.funded == ("B",)


def test_an_override_that_has_run_out_does_not_count():
    out = Override(request_id="A", is_in=False, who="Ada Kim", why="waits", until=TODAY)
    base = notebook([request("A", capital=1, ratings={"clinical_value": 5.0})], limits_=limits(capital=5))
    held = with_override(base, out)
    assert evaluate(held, TODAY).selection.funded == ()
    assert evaluate(held, TODAY + dt.timedelta(1)).selection.funded == ("A",)


def forcing(**facts):
    return Override(request_id="A", is_in=True, who=str(KIM), why="the board asked", on=TODAY, **facts)


def test_an_override_is_kept_with_what_it_cost_and_so_is_its_line_of_the_log():
    found = force(START, forcing(until=SPRING, price="The plan loses 3.2 points: A in, B out."), STEP)
    assert found.notebook.overrides[0].price == "The plan loses 3.2 points: A in, B out."
    assert (found.change.before, found.change.after) == (
        "not forced", f"forced in until {SPRING}; The plan loses 3.2 points: A in, B out.",
    )  # fmt: skip
    assert notebook_from_json(notebook_to_json(found.notebook)) == found.notebook
    assert force(START, forcing(), STEP).change.after == "forced in"


@pytest.mark.parametrize(
    ("until", "words"),
    [(TODAY, "an end after today"), (TODAY - dt.timedelta(1), "an end after today"),
     (TODAY + dt.timedelta(366), "365 days at most")],
)  # fmt: skip
def test_an_override_whose_end_is_past_or_far_off_is_refused_in_words(until, words):
    with pytest.raises(RefusedStepError, match=words):
        force(START, forcing(until=until), STEP)


def test_ends_and_reviews_lie_ahead_of_the_clock_while_the_plan_stays_on_its_date():
    later = replace(STEP, at=AT + dt.timedelta(200))
    assert (later.today, later.day) == (TODAY, TODAY + dt.timedelta(200))
    with pytest.raises(RefusedStepError, match="an end after today"):
        force(START, forcing(until=SPRING), later)
    with pytest.raises(RefusedStepError, match="lies ahead"):
        decide(START, decision("A", Verdict.NOT_YET), later)
    held = decide(START, decision("A", Verdict.NOT_YET), STEP).notebook
    assert fund_the_rest(held, {"A"}, later).notebook.decisions[0].on == later.day
    assert replace(STEP, today=SPRING).day == SPRING


def test_only_the_latest_moment_without_an_open_clash_is_signed(store):
    held = store.create(START, by=KIM, at=AT)
    store.save(held, decide(START, decision(), STEP))
    with pytest.raises(StoreError, match="was changed since"):
        sign(store, held.id, 1, "result", by=KIM, at=AT)
    store.save(held, decide(START, decision("A", Verdict.NO), replace(STEP, by=LEE)))
    with pytest.raises(StoreError, match="Two people changed one place"):
        sign(store, held.id, 3, "result", by=KIM, at=AT)
    for clash in store.clashes(held.id, by=KIM):
        store.settle(held.id, clash, takes_second=False, by=KIM, at=AT)
    assert plans(store, held.id, by=KIM) == ()
    number = store.number(held.id, by=KIM)
    assert sign(store, held.id, number, "result", by=KIM, at=AT).version == number


def test_a_plan_is_frozen_once_both_have_signed_and_never_changes(store):
    held = store.create(START, by=KIM, at=AT)
    first = sign(store, held.id, 1, "result", by=KIM, at=AT)
    assert (first.number, first.missing, first.frozen_at) == (1, ("CIO",), None)
    with pytest.raises(StoreError, match="has signed this plan already"):
        sign(store, held.id, 1, "result", by=KIM, at=AT)
    with pytest.raises(StoreError, match="not the one that was signed"):
        sign(store, held.id, 1, "other", by=LEE, at=AT)
    with pytest.raises(NotAllowedError):
        sign(store, held.id, 1, "result", by=VI, at=AT)
    with pytest.raises(StoreError, match="it takes another person"):
        sign(store, held.id, 1, "result", by=Person("ada kim ", "CIO"), at=AT)
    assert sign(store, held.id, 1, "result", by=LEE, at=AT).frozen_at == AT
    with pytest.raises(StoreError, match="is frozen"):
        sign(store, held.id, 1, "result", by=Person("Di Fox", "finance"), at=AT)
    assert {name for _, name, _ in plans(store, held.id, by=KIM)[0].signatures} == {"Ada Kim", "Bo Lee"}
    assert store.load(held.id, 1, by=KIM).notebook == store.load(held.id, by=KIM).notebook == START
    with pytest.raises(DatabaseError, match="kept as they are"), store.engine.begin() as connection:
        connection.execute(text("DELETE FROM signatures"))


def signed_by_both(store, notebook_id, result):
    number = store.number(notebook_id, by=KIM)
    sign(store, notebook_id, number, result, by=KIM, at=AT)
    # The second one looked at the same plan before the first one signed it.
    return sign(store, notebook_id, number, result, by=LEE, at=AT + dt.timedelta(days=1))


def test_a_new_version_names_the_frozen_one_it_follows_in_the_store_the_log_and_in_words(store):
    held = store.create(START, by=KIM, at=AT)
    first = signed_by_both(store, held.id, "one" * 21)
    assert (first.follows, [e.change.what for e in store.log(held.id, by=KIM)][1:]) == (None, ["signature"] * 2)
    held = store.save(store.load(held.id, by=KIM), decide(START, decision(), STEP)).stored
    before = "version 1 (after change 1), signed by Ada Kim (CMIO) on .* and Bo Lee (CIO) on .*, hash oneoneoneone"
    (words,) = version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs))
    assert said(words, f"Version 2, not signed yet, follows {before}.")
    # One that is signed by one alone, and then changed, is no version that another could follow.
    half = sign(store, held.id, held.number, "two", by=KIM, at=AT)
    held = store.save(store.load(held.id, by=KIM), decide(held.notebook, decision("B"), STEP)).stored
    third = signed_by_both(store, held.id, "three")
    assert (half.follows, third.number, third.follows, third.version) == (first, 3, first, held.number)
    assert [p.follows for p in plans(store, held.id, by=VI)] == [first, first, None]
    entry = store.log(held.id, by=KIM)[-1]
    assert (str(entry.change.who), entry.change.what) == ("Bo Lee (CIO)", "signature")
    assert said(entry.change.before, before)
    assert said(entry.change.after, f"version 3 of the plan, after change 6; frozen; hash three; follows {before}")
    assert first_fault(store.log(held.id, by=KIM)) == ""
    stands, follows = version_sentences(plans(store, held.id, by=KIM), entry.state_hash)
    assert stands.startswith("Version 3 (after change 6), signed by Ada Kim (CMIO) on ")
    assert ", frozen on " in stands
    assert said(follows, f"Version 3 follows {before}.")


def said(words, pattern):
    return re.fullmatch(".*".join(re.escape(part) for part in pattern.split(".*")), words)


def test_before_a_version_is_frozen_the_words_say_who_has_to_sign_and_that_a_change_begins_anew(store):
    held = store.create(START, by=KIM, at=AT)
    assert version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs)) == ()
    sign(store, held.id, 1, "result", by=KIM, at=AT)
    (words,) = version_sentences(plans(store, held.id, by=KIM), state_hash(held.refs))
    assert words.endswith("hash result. Still to sign: CIO.")
    changed = store.save(store.load(held.id, by=KIM), decide(START, decision(), STEP)).stored
    _, again = version_sentences(plans(store, held.id, by=KIM), state_hash(changed.refs))
    assert again == "The notebook was changed since: signing begins anew."
