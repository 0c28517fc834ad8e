"""Slides and the CSV, opened again: what they say; and in every paper, text that stays text."""

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
from planning.outcome import evaluate
from planning.people import Person
from portfolio.limits import Limits, RoleCapacity
from reports.deck import SLIDES, build_deck
from reports.deck.deck import SMALLEST
from reports.documents.letters import build_letters
from reports.documents.note import build_briefs, build_note
from reports.dossier import Dossier
from reports.exports import EXPORTS
from reports.frames import request_columns
from reports.funded_csv import funded_csv
from reports.since import NOTHING_BEFORE
from reports.workbook import build_workbook
from tests.builders import FIRST, TODAY, notebook, request
from tests.reports.office import formulas
from tests.reports.opened_again import HOSTILE, charts, document_text, slide_texts

AT = dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC)


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
