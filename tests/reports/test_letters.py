"""Letters to sponsors, opened again: where their request stands, why, and what would change it."""

import datetime as dt
import io
import zipfile
from dataclasses import replace

from planning.notebook import Decision, Override, Verdict, with_override
from planning.outcome import evaluate
from portfolio.explanation import Breach, Explanation, Standing, explain
from portfolio.row import Row, Sense
from reports.documents.letters import build_letters
from reports.dossier import Dossier
from reports.letters import letters
from scoring.request import Mandate
from tests.builders import TODAY, limits, notebook, request
from tests.reports.opened_again import NEAR, document_text


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
