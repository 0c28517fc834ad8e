"""Text from outside in finance's workbook: it stays text, and columns of the users' own come out again."""

import io
import zipfile

import openpyxl
import pytest

from planning.outcome import evaluate
from reports.dossier import Dossier
from reports.workbook import build_workbook
from reports.workbook.book import column_names, column_of
from tests.builders import TODAY, notebook, request
from tests.reports.office import formulas
from tests.reports.opened_again import HOSTILE, opened, table


@pytest.mark.parametrize("text", HOSTILE)
def test_untrusted_text_stays_text_in_every_field(text):
    facts = dict.fromkeys(("title", "sponsor_role", "requesting_department", "focus_area", "entity", "account"), text)
    asked = request("A", ratings={"clinical_value": 5.0}, other_columns={text: text}, **facts)
    out = request("B", title=text, ratings={"clinical_value": -5.0}, other_columns={text: text})
    data = build_workbook(Dossier(outcome=evaluate(notebook([asked, out], name=text), TODAY), made_by=text))
    cells = formulas(data)
    book = openpyxl.load_workbook(io.BytesIO(data))
    (row,), (left,) = table(book, "Funded"), table(book, "Not_funded")
    for shown in (row["Title"], row["Sponsor"], row["Department"], row["Focus area"], row["Entity"], left["Title"]):
        assert shown == text.replace("\r", "\n")
    assert not [formula for formula in cells.values() if text in formula and len(text) > 2]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "external" in name.lower() or "vba" in name.lower()]
        assert not any(b"hyperlink" in package.read(name) for name in package.namelist() if "sheet" in name)


def test_what_a_cell_can_not_hold_does_not_stop_the_export():
    asked = request(
        "A", title="a\x07b\ud800\uffff", description="x", ratings={"clinical_value": 5.0}, entity="y" * 40_000
    )
    (row,) = table(opened(asked), "Funded")
    assert row["Title"] == "a\ufffdb\ufffd\ufffd"
    assert len(row["Entity"]) == 32_767
    assert row["Entity"].endswith("y [cut]")


def test_headers_of_the_users_own_are_each_there_once():
    assert column_names(["Note", "note", "a[b]", "'#@", "Note"]) == ["Note", "note (2)", "a[b]", "'#@", "Note (3)"]


def test_columns_that_rounds_does_not_use_come_out_again():
    asked = request("A", ratings={"clinical_value": 5.0}, other_columns={"Color": "red"}, cost_center="0042")
    (row,) = table(opened(asked), "Funded")
    assert (row["Color"], row["Cost center"]) == ("red", "0042")
    assert "Entity" not in row


def test_a_header_of_the_users_own_keeps_its_signs_and_formulas_name_it_with_marks():
    assert column_of("Funded", "Hours [A] #1's @") == "Funded[Hours '[A'] '#1''s '@]"
    asked = request("A", ratings={"clinical_value": 5.0}, other_columns={"PO #": "7", "Owner's\nname": "Kim"})
    (row,) = table(opened(asked), "Funded")
    assert (row["PO #"], row["Owner's name"]) == ("7", "Kim")
