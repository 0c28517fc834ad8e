"""The same totals on screen, on the command line, in the workbook, on the slides, in the letters and the briefs."""

import io
import json

import openpyxl
import pytest

import cli
from intake.tables import SAMPLE_WORKBOOK
from reports.deck import build_deck
from reports.documents.letters import build_letters
from reports.documents.note import build_briefs, build_note
from reports.dossier import Dossier
from reports.facts import figure_words, key_figures
from reports.funded_csv import funded_csv
from reports.letters import letters as written
from reports.wording import money
from reports.workbook import build_workbook
from tests.pages import board
from tests.pages.app import filled, go, proven
from tests.reports.opened_again import charts, document_text, slide_texts, table


def test_totals_agree_wherever_they_are_said(sample_outcome, capsys):
    dossier = Dossier(outcome=sample_outcome)
    case, figures = dossier.money, key_figures(dossier)
    n, value = len(dossier.funded), figures.value

    cli.main(["select", str(SAMPLE_WORKBOOK), "--json"])
    facts = json.loads(capsys.readouterr().out)
    assert (len(facts["funded"]), facts["value"]) == (n, pytest.approx(value))
    used = {limit["rule"]: limit["used"] for limit in facts["limits"]}
    assert [used[f"capital {year}"] for year in case.stated] == [float(v) for v in case.counted[:3]]
    assert [used[f"operating {year}"] for year in case.stated] == [float(v) for v in case.operating[:3]]

    app = proven(go(filled(), "choose_portfolio"))
    assert board.numbers(app)[:2] == [f"{n} of 60", f"{value:.1f} points"]

    go(app, "export_results")
    before = dict(app.dataframe[0].value.to_numpy())
    assert {what: before[what] for what, _ in figure_words(dossier)} == dict(figure_words(dossier))

    book = openpyxl.load_workbook(io.BytesIO(build_workbook(dossier)), data_only=True)
    rows = table(book, "Funded")
    assert (len(rows), sum(row["Score (points)"] for row in rows)) == (n, pytest.approx(value))
    assert sum(row["Capital with contingency"] for row in rows) == float(figures.capital)

    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(max_col=2, values_only=True)}
    assert summary["Net present value, 5 years"] == pytest.approx(float(case.npv))
    assert summary["Portfolio value (points), as claimed"] == pytest.approx(value)

    slides = build_deck(dossier)
    said = "\n".join(slide_texts(slides))
    for words in (f"{n} of 60", f"{value:.1f} points", money(float(figures.capital)), money(float(figures.operating))):
        assert words in said
    (_, bars, _) = charts(slides)
    assert [list(one.values) for one in bars.plots[0].series][1] == [float(v) / 1e6 for v in case.operating]

    letters, briefs = document_text(build_letters(dossier)), document_text(build_briefs(dossier))
    assert letters.count("is in the plan") == n
    facts = [dict(one.facts) for one in written(dossier) if "is in the plan" in one.opening]
    assert sum(float(fact["Score"].removesuffix(" points")) for fact in facts) == pytest.approx(value, abs=n * 0.05)
    assert sum(int(fact["Staff hours"].replace(",", "")) for fact in facts) == figures.hours
    assert f"{n} of 60 requests worth {value:.1f} points" in briefs
    assert money(float(case.npv)) in briefs
    assert f"We can do {n} of them." in document_text(build_note(dossier))
    assert funded_csv(dossier).count(b"\r\n") == n + 1
