"""LibreOffice works the workbook out anew, no stored value used: it agrees with the app, before and after changes."""

import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.cell import coordinate_from_string

from intake.read import read_workbook
from planning.money import Money
from planning.opening import open_notebook
from planning.outcome import Outcome, evaluate
from reports.dossier import Dossier
from reports.workbook import build_workbook
from tests.grown import grown_workbook
from tests.reports.office import formulas, recalculated, values

pytestmark = [
    pytest.mark.office,
    # LibreOffice writes extensions that openpyxl passes over.
    pytest.mark.filterwarnings("ignore:.*extension is not supported and will be removed"),
]
CENT = 0.005
STRUCK, RATE = "DP-054", Decimal("0.08")


def differences(data: bytes, found: dict) -> list:
    """Formulas whose value the app stored otherwise than LibreOffice found it."""
    stored, wrong = values(data), []
    for place, formula in formulas(data).items():
        mine, theirs = stored.get(place), found.get(place)
        is_close = isinstance(mine, int | float) and isinstance(theirs, int | float) and abs(mine - theirs) < CENT
        if not is_close and mine != theirs:
            wrong.append((place, formula, mine, theirs))
    return wrong


def changed(data: bytes, struck: str, rate: Decimal) -> bytes:
    """The workbook with one request struck and another discount rate, as finance would change it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    funded, inputs = book["Funded"], book["Assumptions"]
    row = next(cell.row for cell in funded["A"] if cell.value == struck)
    funded.cell(row, 3).value = "no"
    (rated,) = [cell.row for cell in inputs["A"] if cell.value == "Discount rate a year"]
    inputs.cell(rated, 2).value = float(rate)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_label(found: dict, sheet: str, label: str) -> dict:
    """What stands in the first row of a sheet with this label in column A, by column letter."""
    cells = {coordinate_from_string(cell): value for (name, cell), value in found.items() if name == sheet}
    row = min(n for (letter, n), value in cells.items() if letter == "A" and value == label)
    return {letter: value for (letter, n), value in cells.items() if n == row}


def check_money(found: dict, money: Money) -> None:
    """Every total of the sheets Money and Summary is the app's, to the cent."""
    for label, amounts in (
        ("Capital (one-time)", money.capital),
        ("Capital with contingency", money.counted),
        ("Operating (recurring)", money.operating),
        ("Benefit as claimed", money.claimed),
        ("Benefit expected as cash", money.expected),
        ("Net: expected benefit less total cost", money.net),
        ("Depreciation, straight line", money.depreciation),
    ):
        row = by_label(found, "Money", label)
        for letter, amount in zip("BCDEF", amounts, strict=True):
            assert row[letter] == pytest.approx(float(amount), abs=CENT), label
        assert row["G"] == pytest.approx(float(sum(amounts[:3])), abs=CENT)
        assert row["H"] == pytest.approx(float(sum(amounts[:5])), abs=CENT)
    assert by_label(found, "Money", "Net present value, 5 years")["B"] == pytest.approx(float(money.npv), abs=CENT)
    assert by_label(found, "Summary", "Requests funded")["B"] == len(money.lines)


def check_recalculation(outcome: Outcome, folder) -> None:
    dossier = Dossier(outcome=outcome)
    data = build_workbook(dossier)
    found = recalculated(data, folder)
    shown = values(found)
    assert not [place for place, value in shown.items() if isinstance(value, str) and value.startswith(("#", "Err:"))]
    assert differences(data, shown) == []
    assert any(str(value).endswith("totals agree with the app.") for value in shown.values())
    check_money(shown, dossier.money)


def test_every_formula_gives_what_the_app_says(sample_outcome, tmp_path):
    check_recalculation(sample_outcome, tmp_path)


def test_totals_follow_another_discount_rate_and_a_request_that_is_struck(sample_outcome, tmp_path):
    dossier = Dossier(outcome=sample_outcome)
    found = values(recalculated(changed(build_workbook(dossier), STRUCK, RATE), tmp_path))
    expected = dossier.money.without({STRUCK}).at_rate(RATE)
    check_money(found, expected)
    gone = sample_outcome.notebook.request(STRUCK)
    for role in sample_outcome.notebook.limits.capacity:
        used = sum(line.request.role_hours[role.role] for line in expected.lines)
        assert by_label(found, "Staffing", role.name)["J"] == pytest.approx(used), role.name
    check = by_label(found, "Summary", "Requests funded")
    assert check["B"] == 25
    by_area = [row for row in found if row[0] == "Money" and found[row] == gone.focus_area]
    assert len(by_area) == 1
    assert any("totals differ from the app" in str(value) for value in found.values())


@pytest.mark.long
def test_five_hundred_requests_agree_to_the_cent(tmp_path):
    notebook = open_notebook(read_workbook(grown_workbook(500), "grown.xlsx"))
    outcome = evaluate(notebook, notebook.plan.planning_date, gap=0.01)
    check_recalculation(outcome, tmp_path)
    dossier = Dossier(outcome=outcome)
    struck = max(outcome.funded)
    found = values(recalculated(changed(build_workbook(dossier), struck, RATE), tmp_path))
    check_money(found, dossier.money.without({struck}).at_rate(RATE))
