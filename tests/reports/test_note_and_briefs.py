"""The front-line note and the briefs: what each audience hears, and in which words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from planning.notebook import Override, with_override
from planning.outcome import evaluate
from portfolio.explanation import Explanation, Standing
from reports.briefs import briefs
from reports.documents.note import build_briefs, build_note
from reports.dossier import Dossier
from reports.note import note_parts, note_text
from reports.reading import reading_grade
from reports.risks import risks
from scoring.request import AiTier, BenefitType, Confidence, Mandate
from tests.builders import TODAY, limits, notebook, request
from tests.reports.opened_again import document_text


def test_briefs_name_no_variant_of_what_is_funded_and_no_duty_as_met_in_time(dossier):
    said = {brief.audience: brief for brief in briefs(dossier)}
    # DP-004 is the variant of DP-003, which is in: patients miss nothing of it.
    assert "DP-004" not in said["Physicians"].best_against
    assert "$7.9M of running cost" in said["Executives"].best_for
    assert "A legal review of" in said["Legal"].would_change
    assert "DP-005" in said["Legal"].best_against


def test_briefs_hide_no_duty_that_is_left_out_and_call_no_gain_a_loss():
    sure = {"benefit_type": BenefitType.CASH, "benefit_confidence": Confidence.HIGH}
    rated = {"clinical_value": 5.0, "burden_reduction": -1.0}
    pays = request("A", capital=5, annual_benefit_usd=Decimal(1_000_000), ratings=rated, **sure)
    due = request("B", capital=50, mandate=Mandate(type="law in force", rule="Act"))
    outcome = evaluate(notebook([pays, due], limits_=limits(capital=5), kinds_on=frozenset({"capital"})), TODAY)
    said = {brief.audience: brief.best_against for brief in briefs(Dossier(outcome=outcome))}
    assert said["Legal"] == "1 duty of law or contract is not in the plan."
    assert said["Executives"].startswith("Only if benefits come true does the money come back. Net present value is $")
    assert said["Nurses"] == "Request A (A) adds work on the units."


def test_the_note_lists_what_is_nearest_to_the_plan_and_no_variant_of_what_comes(dossier):
    near = {
        i: Explanation(request_id=i, standing=Standing.NOT_FUNDED, score=1.0, points_short=short)
        for i, short in (("DP-042", 0.9), ("DP-029", 9.3))
    }
    waits = note_parts(replace(dossier, explanations=near))[-2]
    titles = {r.id: r.title for r in dossier.outcome.notebook.requests}
    assert waits.titles[:2] == (titles["DP-042"], titles["DP-029"])
    assert titles["DP-035"] not in waits.titles


def test_the_front_line_note_is_read_with_six_years_of_school(dossier):
    own_words = note_text(dossier, with_titles=False)
    assert reading_grade(own_words) <= 6
    assert "We can do 26 of them." in document_text(build_note(dossier))


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # 6 words, 17 letters, 1 sentence: 4.71 x 17 / 6 + 0.5 x 6 - 21.43 = -5.085
        ("The cat sat on the mat.", -5.085),
        # 4 words, 52 letters, 1 sentence: 4.71 x 13 + 2 - 21.43 = 41.8
        ("Organizational prioritization necessitates adjudication.", 41.8),
        ("", 0.0),
    ],
)
def test_the_reading_grade_by_hand(text, grade):
    assert reading_grade(text) == pytest.approx(grade, abs=0.01)


def test_each_audience_hears_the_best_for_the_best_against_and_what_would_change_it(dossier):
    said = {brief.audience: brief for brief in briefs(dossier)}
    assert list(said) == ["Physicians", "Nurses", "Executives", "Vendors", "Legal", "IT"]
    assert "315.0 of 662.5 points are clinical value" in said["Physicians"].best_for
    assert "26 of 60 requests worth 662.5 points" in said["Executives"].best_for
    assert "8 of 8 duties of law or contract are in the plan." in said["Legal"].best_for
    assert "100% used" in said["IT"].best_against
    text = document_text(build_briefs(dossier))
    assert all(brief.best_against in text and brief.would_change in text for brief in said.values())


def test_risks_are_named_where_the_record_holds_them_and_not_elsewhere():
    calm = request("A", ratings=dict.fromkeys(("clinical_value", "burden_reduction", "regulatory_need"), 5.0),
                   evidence_status="published")  # fmt: skip
    assert risks(Dossier(outcome=evaluate(notebook([calm]), TODAY))) == ()
    late = request("B", capital=5, ratings={"clinical_value": 5.0}, ai_tier=AiTier.HIGH, human_final_say="Nurse",
                   mandate=Mandate(type="law in force", rule="Act", deadline=dt.date(2026, 1, 1)))  # fmt: skip
    noted = notebook([late], limits_=limits(capital=100), kinds_on=frozenset({"mandates", "capital"}))
    noted = with_override(noted, Override(request_id="B", is_in=True, who="Ada Kim (CMIO)", why="x", until=TODAY))
    said = " ".join(risks(Dossier(outcome=evaluate(noted, TODAY))))
    for words in (
        "late even at their earliest start: B",
        "nobody entered: B",
        "nothing stated",
        "AI of high risk",
        f"Counts until {TODAY} only: B forced in by Ada Kim (CMIO).",
        "not cover",
    ):
        assert words in said
