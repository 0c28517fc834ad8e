"""The sheet Assumptions: what finance may change, and what the plan was made with."""

from __future__ import annotations

from intake.tables import read_anchors
from planning.money import contingency_shares
from portfolio.constraints import CONSTRAINT_KINDS
from reports.wording import expected_sentence
from reports.workbook.book import Book, Sheet
from reports.workbook.request_columns import YES, funded_columns
from scoring.evidence import GRADES, NOTHING_STATED, mean_score
from scoring.value import COUNTED_SHARE_BY_CONFIDENCE, COUNTED_SHARE_BY_TYPE

TITLE = "Assumptions"
_WIDTHS = (46, 16, 16, 16, 16, 16, 60)


def write(book: Book) -> None:
    """Inputs on top, then what scores and claims rest on, then weights and rules."""
    sheet = book.sheets[TITLE]
    sheet.widths(_WIDTHS)
    sheet.put(0, 0, "Assumptions", "title")
    sheet.put(1, 0, "Cells in blue on yellow are inputs: change one and every sheet follows.", "text")
    row = _inputs(book, sheet, 3)
    row = _contingency(book, sheet, row + 1)
    row = _benefit(book, sheet, row + 1)
    row = _evidence(book, sheet, row + 1)
    row = _weights(book, sheet, row + 1)
    row = _rules(book, sheet, row + 1)
    if book.dossier.outcome.premiums:
        row = _premiums(book, sheet, row + 1)
    row = _limits(book, sheet, row + 1)
    row = _anchors(sheet, row + 1)
    sheet.paper.freeze_panes(2, 0)
    sheet.print_as((row, len(_WIDTHS) - 1))


def _inputs(book: Book, sheet: Sheet, row: int) -> int:
    terms = book.money.terms
    sheet.line(row, ("Business case", "Input"), "heading")
    sheet.put(row + 1, 0, "Discount rate a year", "label")
    sheet.put(row + 1, 1, terms.discount_rate, "share input")
    sheet.put(row + 1, 2, "Each year's net flow is counted at its end.", "aside")
    sheet.put(row + 2, 0, "Useful life of capital (years)", "label")
    sheet.put(row + 2, 1, terms.useful_life_years, "count input")
    sheet.put(row + 2, 2, "Straight line, the first charge in the year of the money.", "aside")
    book.name("discount_rate", sheet.at(row + 1, 1))
    book.name("useful_life", sheet.at(row + 2, 1))
    decimal = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1, "error_title": "Discount rate",
               "error_message": "Enter a rate from 0% to 100%."}  # fmt: skip
    whole = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 40, "error_title": "Useful life",
             "error_message": "Enter whole years from 1 to 40."}  # fmt: skip
    sheet.paper.data_validation(row + 1, 1, row + 1, 1, decimal)
    sheet.paper.data_validation(row + 2, 1, row + 2, 1, whole)
    return row + 3


def _contingency(book: Book, sheet: Sheet, row: int) -> int:
    """Contingency by stated year side by side, so that formulas can multiply along a request's row."""
    shares, years = contingency_shares(book.dossier.outcome.notebook), book.money.stated
    sheet.line(row, ("Contingency on capital", *years), "heading")
    sheet.put(row + 1, 0, "Added to every capital cost", "label")
    for k, year in enumerate(years, start=1):
        sheet.put(row + 1, k, shares.get(year, 0), "share input")
        book.name(f"contingency_{year}", sheet.at(row + 1, k))
    book.name("contingency", sheet.across((row + 1, 1), (row + 1, len(years))))
    return row + 2


def _benefit(book: Book, sheet: Sheet, row: int) -> int:
    sheet.line(row, ("Expected cash by type", "Share", "", "By confidence", "Share"), "heading")
    tables = ((0, COUNTED_SHARE_BY_TYPE, "benefit_types"), (3, COUNTED_SHARE_BY_CONFIDENCE, "benefit_confidences"))
    for column, shares, name in tables:
        for k, (key, share) in enumerate(shares.items(), start=row + 1):
            sheet.put(k, column, str(key), "label")
            sheet.put(k, column + 1, share, "share input")
        last = row + len(shares)
        book.name(name, sheet.across((row + 1, column), (last, column)))
        book.name(f"{name}_share", sheet.across((row + 1, column + 1), (last, column + 1)))
    return row + 1 + max(len(shares) for _, shares, _ in tables)


def _evidence(book: Book, sheet: Sheet, row: int) -> int:
    """What a claim rests on decides how far it is drawn to the mean."""
    sheet.line(row, ("Claimed against expected points", "Noise"), "heading")
    for k, grade in enumerate((*GRADES, NOTHING_STATED), start=row + 1):
        sheet.put(k, 0, grade.name, "label")
        sheet.put(k, 1, grade.noise, "points input")
    last = row + len(GRADES) + 1
    book.name("grades", sheet.across((row + 1, 0), (last, 0)))
    book.name("grade_noise", sheet.across((row + 1, 1), (last, 1)))
    sheet.put(last + 1, 0, "Mean score of all requests", "label")
    sheet.put(last + 1, 1, mean_score(book.dossier.outcome.scores.totals), "points")
    book.name("mean_score", sheet.at(last + 1, 1))
    sheet.put(last + 2, 0, expected_sentence(), "text")
    return last + 3


def _weights(book: Book, sheet: Sheet, row: int) -> int:
    notebook = book.dossier.outcome.notebook
    sheet.line(row, ("Weights", "Share", " Scale", "What it is"), "heading")
    used = notebook.criteria_in_use
    for k, criterion in enumerate(used, start=row + 1):
        sheet.put(k, 0, criterion.label, "label")
        sheet.put(k, 1, notebook.weights.share(criterion.key), "share")
        sheet.put(k, 2, f"{criterion.low:g} to {criterion.high:g}" if criterion.is_rated else "any number", "aside")
        sheet.put(k, 3, criterion.meaning, "text")
    last = row + len(used) + 1
    sheet.put(last, 0, f"Net cost of one point ({book.dossier.currency or 'currency not stated'})", "label")
    sheet.put(last, 1, notebook.plan.dollars_per_point, "money")
    return last + 1


def _rules(book: Book, sheet: Sheet, row: int) -> int:
    notebook = book.dossier.outcome.notebook
    sheet.line(row, ("Rules in force", ""), "heading")
    for k, kind in enumerate(CONSTRAINT_KINDS, start=row + 1):
        is_on = kind.key in notebook.kinds_on or not kind.can_switch
        sheet.put(k, 0, kind.label, "label")
        sheet.put(k, 1, "on" if is_on else "off", "aside")
    return row + 1 + len(CONSTRAINT_KINDS)


def _premiums(book: Book, sheet: Sheet, row: int) -> int:
    """Points a portfolio earns beside its scores, each where all of its requests count."""
    sheet.line(row, ("Points beside the scores", "Points", "Earned", "Where all of these are in"), "heading")
    columns, premiums = funded_columns(book), book.dossier.outcome.premiums
    for at, premium in enumerate(premiums, start=row + 1):
        sheet.put(at, 0, premium.why or " and ".join(premium.request_ids), "label")
        sheet.put(at, 1, premium.points, "points input")
        sheet.line(at, premium.request_ids, column=3)
        each = [
            f'SUMPRODUCT(({columns.all_of("counts")}="{YES}")*EXACT({columns.all_of("id")},{sheet.cell(at, k)}))'
            for k in range(3, 3 + len(premium.request_ids))
        ]
        earned = premium.earned(book.dossier.outcome.funded)
        sheet.formula(at, 2, f"{sheet.cell(at, 1)}*MIN({','.join(each)})", earned, "points")
    last = row + len(premiums) + 1
    sheet.put(last, 0, "Total", "total label")
    earned_cells = sheet.span((row + 1, 2), (last - 1, 2))
    sheet.formula(last, 2, f"SUM({earned_cells})", book.dossier.premium_points, "points total")
    book.places["premiums"] = sheet.at(last, 2)
    return last + 1


def _limits(book: Book, sheet: Sheet, row: int) -> int:
    """Every limit in force, as the sheets Money, Staffing and Rules and overrides compare with it."""
    sheet.line(row, ("Limits", "Amount", "Unit"), "heading")
    at = row + 1
    for use in book.dossier.outcome.limits:
        sheet.put(at, 0, use.row.label, "label")
        sheet.put(at, 1, use.row.bound, f"{book.style_of(use.row.unit)} input")
        sheet.put(at, 2, book.unit_words(use.row.unit), "aside")
        book.places[f"limit {use.row.key}"] = sheet.at(at, 1)
        at += 1
    return at


def _anchors(sheet: Sheet, row: int) -> int:
    sheet.line(row, ("Anchors of the scales", "Rating", "What it means"), "heading")
    at = row + 1
    for criterion, anchors in read_anchors().items():
        for anchor in anchors:
            sheet.put(at, 0, criterion.replace("_", " "), "label")
            sheet.put(at, 1, anchor.rating, "count")
            sheet.put(at, 2, anchor.meaning, "aside")
            at += 1
    return at
