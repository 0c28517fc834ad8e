"""Slides, letters, the front-line note, briefs and the CSV, opened again: what they say, and text that stays text."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from intake.read import read_workbook
from planning.change import Change
from planning.log import next_entry
from planning.notebook import Decision, Override, Verdict, with_override
from planning.outcome import evaluate
from planning.people import Person
from portfolio.explanation import Breach, Explanation, Standing, explain
from portfolio.limits import Limits, RoleCapacity
from portfolio.row import Row, Sense
from reports.briefs import briefs
from reports.deck import SLIDES, build_deck
from reports.deck.deck import SMALLEST
from reports.documents.letters import build_letters
from reports.documents.note import build_briefs, build_note
from reports.dossier import Dossier
from reports.exports import EXPORTS
from reports.frames import request_columns
from reports.funded_csv import funded_csv
from reports.letters import letters
from reports.note import note_parts, note_text
from reports.reading import reading_grade
from reports.risks import risks
from reports.since import NOTHING_BEFORE
from reports.workbook import build_workbook
from scoring.request import AiTier, BenefitType, Confidence, Mandate
from tests.builders import FIRST, TODAY, limits, notebook, request
from tests.reports.office import formulas
from tests.reports.test_workbook import HOSTILE, NEAR

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def dossier(sample_outcome):
    return Dossier(outcome=sample_outcome, version=3, is_compared=True)


def slide_texts(data: bytes) -> list[str]:
    """What each slide says, charts apart."""
    said = []
    for slide in Presentation(io.BytesIO(data)).slides:
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        cells = [c.text_frame.text for s in slide.shapes if s.has_table for row in s.table.rows for c in row.cells]
        said.append("\n".join((*texts, *cells)))
    return said


def document_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def charts(data: bytes) -> list:
    return [s.chart for slide in Presentation(io.BytesIO(data)).slides for s in slide.shapes if s.has_chart]


def formulas_behind_charts(data: bytes) -> list[str]:
    """Formulas in the sheets that charts carry."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    assert sheets
    return [formula for sheet in sheets for formula in formulas(sheet).values()]


def test_a_board_sees_the_decision_the_money_the_people_and_what_could_go_wrong(dossier):
    data = build_deck(dossier)
    said = slide_texts(data)
    assert len(said) == len(SLIDES) == 7
    assert said[0].startswith("26 of 60 requests are funded")
    assert "662.5 points" in said[0]
    assert "High and to the left is best" in said[1]
    assert "Three years cost $12.3M" in said[2]
    assert "Physician and nurse informaticists 2027-Q2" in said[3]
    assert "34 requests are not funded" in said[4]
    assert "DP-035" in said[4]
    assert NOTHING_BEFORE in said[5]
    assert "holds no log" in said[5]
    assert "late even at their earliest start" in said[6]
    deck = Presentation(io.BytesIO(data))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_charts_on_slides_are_native_and_hold_the_plans_own_numbers(dossier):
    picture, money, people = charts(build_deck(dossier))
    series = {one.name: list(one.values) for one in money.plots[0].series}
    assert series["Capital with contingency"] == [float(v) / 1e6 for v in dossier.money.counted]
    assert next(iter(people.plots[0].series[0].values)) == pytest.approx(1.0)
    drawn = {one.name.partition(" (")[0]: sorted(one.values) for one in picture.plots[0].series}
    columns = request_columns(dossier.outcome)
    shown = pd.DataFrame({name: columns[name] for name in ("standing", "score")})
    assert drawn == {name: sorted(rows["score"]) for name, rows in shown.groupby("standing")}


def test_no_slide_is_written_smaller_than_can_be_read(dossier):
    sizes = [
        run.font.size.pt
        for slide in Presentation(io.BytesIO(build_deck(dossier))).slides
        for shape in slide.shapes
        if shape.has_text_frame and not shape.text_frame.text.startswith("sample_requests")
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
    ]
    assert min(sizes) >= SMALLEST


def test_what_changed_comes_from_the_log_the_latest_first(dossier):
    change = Change(who=Person("Ada", "finance"), at=AT, what="weights", after="burden 30%", why="Nurses asked")
    first = next_entry(change, "a", None)
    second = next_entry(replace(change, after="burden 35%"), "b", first)
    said = slide_texts(build_deck(replace(dossier, log=(first, second))))[5]
    assert said.index("burden 35%") < said.index("burden 30%")
    assert "Ada" in said


@pytest.mark.parametrize(
    ("scenario", "is_agreed", "words"),
    [("", False, "draft, not agreed"), ("Cut", True, "scenario Cut"), ("Cut", False, "scenario Cut, not agreed")],
)
def test_every_file_says_where_it_is_not_the_agreed_plan(dossier, scenario, is_agreed, words):
    outcome = replace(dossier.outcome, notebook=replace(dossier.outcome.notebook, scenario=scenario))
    other = replace(dossier, outcome=outcome, is_agreed=is_agreed)
    first = slide_texts(build_deck(other))[0].casefold()
    assert words.casefold() in first
    assert f"{words.casefold()}, version 3, 2026-11-22" in first
    for build in (build_letters, build_note, build_briefs):
        foot = docx.Document(io.BytesIO(build(other))).sections[0].footer.paragraphs[0].text
        assert f", {words}, version 3, 2026-11-22" in foot
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(other)), data_only=True)
    assert book["Summary"]["A2"].value.casefold().startswith(f"{words.casefold()}, judged on")
    assert "Agreed plan" not in [row[1] for row in book["Log"].iter_rows(max_col=2, values_only=True)]
    for export in EXPORTS:
        assert f", {words}, version 3, 2026-11-22" in export.file_name(other)
        assert words not in export.file_name(dossier)


def test_every_request_gets_a_letter_by_sponsor_on_a_page_of_its_own(dossier):
    data = build_letters(dossier)
    text = document_text(data)
    for asked in dossier.outcome.notebook.requests:
        assert f"{asked.id} {asked.title}" in text
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("word/document.xml").count(b'w:type="page"') == 59
    sponsors = [one.to for one in letters(dossier)]
    assert sponsors == sorted(sponsors, key=lambda name: (name.casefold(), name))


def test_a_letter_says_how_far_short_whom_it_displaces_and_what_would_change_it(dossier):
    (one,) = [x for x in letters(replace(dossier, explanations={"DP-011": NEAR})) if x.about.startswith("DP-011")]
    text = "\n".join(one.lines)
    assert "is not in the plan this time." in text
    assert "2.5 points short. It would be in from a score of 26.5" in text
    assert "push out DP-003 Sepsis early warning" in text
    assert "none is an estimate" in text
    (plain,) = [x for x in letters(dossier) if x.about.startswith("DP-011")]
    assert "none is an estimate" not in "\n".join(plain.lines)
    assert "it would overflow" in "\n".join(plain.lines)


def test_a_letter_says_first_what_people_decided(dossier):
    held = Decision(
        request_id="DP-011", verdict=Verdict.NOT_YET, reason="Promising.", who="Ada Kim (CMIO)",
        on=dt.date(2026, 11, 22), condition="the vendor's trial", review_on=dt.date(2027, 2, 20),
    )  # fmt: skip
    decided = replace(dossier.outcome, notebook=replace(dossier.outcome.notebook, decisions=(held,)))
    said = {one.about[:6]: one.reasons for one in letters(replace(dossier, outcome=decided))}
    assert said["DP-011"][0] == (
        "Decided on 2026-11-22 by Ada Kim (CMIO): not yet, until the vendor's trial; it comes back on 2027-02-20. "
        "The reason given: Promising."
    )
    assert said["DP-001"] == next(one.reasons for one in letters(dossier) if one.about.startswith("DP-001"))


def test_amounts_in_a_letter_are_in_the_plans_own_currency(dossier):
    row = Row(key="capital FY27", kind="capital", label="Capital FY27", sense=Sense.AT_MOST, bound=5.0, unit="USD",
              terms={})  # fmt: skip
    said = replace(NEAR, breaches=(Breach(row=row, over=2_000.0),))
    book = dossier.outcome.notebook
    abroad = replace(dossier.outcome, notebook=replace(book, plan=replace(book.plan, currency="EUR")))
    found = letters(replace(dossier, outcome=abroad, explanations={"DP-011": said}))
    text = "\n".join(next(one for one in found if one.about.startswith("DP-011")).lines)
    assert "Capital FY27 by EUR 2,000" in text
    assert "Most in its way: Capital FY27: EUR 2k over." in text
    assert "$" not in text


def test_a_letter_about_what_is_blocked_names_what_it_waits_for_and_claims_no_numbers(dossier):
    said = Explanation(request_id="DP-012", standing=Standing.CANNOT_BE_IN, score=23.3)
    (one,) = [x for x in letters(replace(dossier, explanations={"DP-012": said})) if x.about.startswith("DP-012")]
    assert "needs one more piece of evidence" in one.reasons[0]
    assert one.reasons[-1].startswith("Once that is settled")
    assert one.closing == ""


def test_a_letter_about_a_request_somebody_forced_in_says_who_and_calls_it_no_duty():
    better, forced = (request(i, capital=5, ratings={"clinical_value": v}) for i, v in (("A", 9.0), ("B", 1.0)))
    noted = notebook([better, forced], limits_=limits(capital=5), kinds_on=frozenset({"capital", "overrides"}))
    ruled = with_override(noted, Override(request_id="B", is_in=True, who="Ada Kim (CMIO)", why="Promised."))
    outcome = evaluate(ruled, TODAY)
    explained = explain(outcome.problem, outcome.selection, "B")
    for known in (None, explained):
        (one,) = [x for x in letters(Dossier(outcome=outcome, explanations={"B": known} if known else {}))
                  if x.about.startswith("B ")]  # fmt: skip
        assert one.reasons[0] == "Forced in by Ada Kim (CMIO): Promised."
        assert "worth its place" not in "\n".join(one.lines)
        assert "duty" not in "\n".join(one.lines)
    assert one.reasons[1].startswith("The override costs ")


def test_a_letter_about_what_a_duty_needs_names_the_duty():
    needed = request("A", ratings={"clinical_value": -1.0})
    due = request("B", prerequisites=("A",), mandate=Mandate(type="law in force", rule="Act"))
    outcome = evaluate(notebook([needed, due], kinds_on=frozenset({"mandates", "prerequisites"})), TODAY)
    explained = explain(outcome.problem, outcome.selection, "A")
    one = letters(Dossier(outcome=outcome, explanations={"A": explained}))[0]
    assert one.reasons[0].startswith("Must be in: ")
    assert "worth its place" not in "\n".join(one.lines)


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


def test_the_csv_of_funded_requests_comes_back_as_the_same_requests(dossier):
    found = read_workbook(funded_csv(dossier), "funded.csv")
    assert found.requests == dossier.funded


def test_the_csv_has_the_same_header_whatever_is_funded(dossier):
    nobody = replace(dossier.outcome, selection=replace(dossier.outcome.selection, funded=()))
    headers = [funded_csv(replace(dossier, outcome=o)).splitlines()[0] for o in (dossier.outcome, nobody)]
    assert headers[0] == headers[1]
    assert headers[0].decode("utf-8-sig").startswith("request_id,title,description,")


def test_the_csvs_header_holds_years_and_roles_that_only_requests_name_whoever_is_funded():
    capital = {year: Decimal(1) for year in ("FY27", "FY28", "FY29", "FY30")}
    asked = [request("A"), request("B", capital_usd=capital, role_hours={"analyst": 1.0, "nurse": 2.0})]
    outcome = evaluate(notebook(asked), TODAY)
    headers = {
        funded_csv(Dossier(outcome=replace(outcome, selection=replace(outcome.selection, funded=ids)))).splitlines()[0]
        for ids in ((), ("A",), ("B",), ("A", "B"))
    }
    (header,) = headers
    assert {b"capital_fy30_usd", b"opex_fy30_usd", b"hours_nurse"} <= set(header.split(b","))


@pytest.mark.parametrize("text", [*HOSTILE, "a\x07b\ud800\ufffe\uffff", "x" * 5_000])
def test_untrusted_text_stays_text_in_every_paper(text):
    words = dict.fromkeys(("title", "sponsor_role", "requesting_department", "focus_area", "evidence_status"), text)
    asked = [
        request("A", ratings={"clinical_value": 5.0, "burden_reduction": 2.0}, frontline_tickets=3, **words),
        request("B", ratings={"clinical_value": -5.0}, **words),
    ]
    change = Change(who=Person(text.replace("\ud800", ""), "finance"), at=AT, what="weights", after=text, why=text)
    log = (next_entry(change, "", None),) if "\ud800" not in text else ()
    hours = (RoleCapacity(role="analyst", name=text, hours={FIRST: 10.0}),)
    noted = Dossier(outcome=evaluate(notebook(asked, name=text, limits_=Limits(capacity=hours)), TODAY), log=log,
                    made_by=text)  # fmt: skip
    for export in EXPORTS:
        data = export.build(noted)
        if export.suffix == ".docx":
            shown = document_text(data)
            assert (
                shown.count(text.replace("\r", "\n"))
                or len(text) > 2_000
                or "\ud800" in text
                or text.isspace()
                or "\t" in text
            )
        if export.suffix == ".pptx":
            assert len(slide_texts(data)) == 7
            assert not formulas_behind_charts(data)
        if export.suffix == ".csv":
            cells = data.decode("utf-8-sig", "surrogatepass").splitlines()[1].split(",")
            assert cells[1].strip('"')[:1] not in ("=", "+", "-", "@", "\t")
        if export.suffix != ".csv":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                assert not any(
                    b'TargetMode="External"' in package.read(n) for n in package.namelist() if n.endswith(".rels")
                )
