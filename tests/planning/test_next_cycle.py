"""The next cycle: what is not yet decided goes on, what is settled stays off, what was funded keeps its own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from planning.deciding import decide, next_cycle, waiting
from planning.governing import RefusedStepError
from planning.ground import rule_key
from planning.notebook import Source, Verdict
from planning.outcome import evaluate
from planning.recording import has_other_list, relist
from portfolio.limits import ChangeLimit
from portfolio.plan import Scenario
from portfolio.rules import AgreedRules, BothOrNone, NotDoing
from reports.reasons import why_out
from scoring.quarter import quarters_from
from scoring.request import Mandate
from tests.builders import FIRST, TODAY, limits, notebook, request
from tests.planning.decided import KIM, SPRING, START, STEP, decision


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
