"""The sheet Staffing: hours by role and quarter against capacity, with a heat map."""

from __future__ import annotations

from collections.abc import Sequence

from reports.frames import hours_frame
from reports.workbook.book import Book, Sheet
from reports.workbook.request_columns import YES, Columns, funded_columns
from reports.workbook.styles import BLUE
from scoring.quarter import Quarter

TITLE, TOP = "Staffing", 3
BLOCKS = ("Hours used", "Hours available", "Share of capacity used")


def write(book: Book) -> None:
    """Three blocks one below the other, each a row by role, with the totals of all roles."""
    sheet, outcome = book.sheets[TITLE], book.dossier.outcome
    frame = hours_frame(outcome)
    roles = {r.role: r.name for r in outcome.notebook.limits.capacity}
    quarters = sorted(set(frame["quarter"]))
    keys = zip(frame["role"], frame["quarter"], strict=True)
    amounts = zip(frame["used_hours"].astype(float), frame["available_hours"].astype(float), strict=True)
    hours = dict(zip(keys, amounts, strict=True))
    sheet.put(0, 0, "Staff hours by role and quarter", "title")
    sheet.put(1, 0, _note(book), "text")
    sheet.widths([40, *[12] * len(quarters), 14])
    if not roles or not quarters:
        sheet.put(TOP, 0, "The plan states no capacity by role: nothing limits hours.", "text")
        sheet.print_as((TOP, 6))
        return
    for n, block in enumerate(BLOCKS):
        top = TOP + n * (len(roles) + 3)
        _write_block(book, sheet, (top, n), block, roles, quarters, hours)
    last = TOP + len(BLOCKS) * (len(roles) + 3)
    _add_chart(book, sheet, last, len(roles), len(quarters))
    sheet.paper.freeze_panes(TOP, 1)
    sheet.print_as((last + 16, len(quarters) + 1), pages=(1, 1))


def _note(book: Book) -> str:
    notebook = book.dossier.outcome.notebook
    words = "Hours are spread evenly over the quarters of work from each request's start."
    reserve = notebook.agreed_rules.reserve_share
    if reserve and "reserve" in notebook.kinds_on:
        words += f" {reserve:.0%} of every role's hours is kept back."
    return words


def _write_block(
    book: Book,
    sheet: Sheet,
    place: tuple[int, int],
    block: str,
    roles: dict[str, str],
    quarters: Sequence[str],
    hours: dict[tuple[str, str], tuple[float, float]],
) -> None:
    top, n = place
    sheet.put(top, 0, block, "header")
    sheet.line(top, [*quarters, "All quarters"], "number header", column=1)
    height, width = len(roles), len(quarters)
    for at, (role, name) in enumerate([*roles.items(), ("", "All roles")], start=top + 1):
        suffix = "" if role else " total"
        sheet.put(at, 0, name, "label" if role else "total label")
        wanted = [role] if role else list(roles)
        for k, quarter in enumerate([*quarters, ""], start=1):
            # A role that states no hours for a quarter is not limited then: nothing stands there.
            if role and quarter and (role, quarter) not in hours:
                continue
            spans = [quarter] if quarter else list(quarters)
            found = [hours.get((r, q), (0.0, 0.0)) for r in wanted for q in spans]
            used, free = sum(u for u, _ in found), sum(f for _, f in found)
            cells = (sheet.span((top + 1, k), (top + height, k)), sheet.span((at, 1), (at, width)))
            if n == 2:
                below = [sheet.cell(TOP + j * (height + 3) + at - top, k) for j in (0, 1)]
                formula, value = f"IF({below[1]}>0,{below[0]}/{below[1]},0)", used / free if free > 0 else 0.0
                sheet.formula(at, k, formula, value, f"share{suffix}")
            elif not role or not quarter:
                formula = f"SUM({cells[0] if not role else cells[1]})"
                sheet.formula(at, k, formula, (used, free)[n], f"hours{suffix}")
            elif n == 0:
                sheet.formula(at, k, _hours_formula(book, role, _place(book, quarter)), used, "hours")
                book.places[f"hours {role} {quarter}"] = sheet.at(at, k)
            elif limit := book.places.get(f"limit hours {role} {quarter}"):
                sheet.formula(at, k, limit, free, "hours")
            else:
                sheet.put(at, k, free, "hours")
    if n == 0:
        _check_roles(book, sheet, top, list(roles), hours, width)
    if n == 2:
        _heat(sheet, (top + 1, 1), (top + height, width))


def _hours_formula(book: Book, role: str, quarter: int) -> str:
    """Hours of a role in a quarter of the plan, from 1: of every request that counts and works then, and of its AI."""
    columns = funded_columns(book)
    counts = f'({columns.all_of("counts")}="{YES}")'
    works = f"({columns.all_of('begins')}<={quarter})*({columns.all_of('ends')}>={quarter})"
    share = f"{works}/{columns.all_of('quarters')}"
    formula = f"SUMPRODUCT({counts}*{columns.all_of(f'hours {role}')}*{share})"
    return formula + _ai_formula(book, columns, role, (counts, share, quarter))


def _place(book: Book, quarter: str) -> int:
    """A quarter's place in the plan, 1 for its first."""
    return Quarter.parse(quarter).minus(book.dossier.outcome.notebook.plan.first_quarter) + 1


def _ai_formula(book: Book, columns: Columns, role: str, parts: tuple[str, str, int]) -> str:
    charge = book.dossier.outcome.notebook.agreed_rules.ai_charge
    if "review" not in columns.names or charge is None or charge.role != role:
        return ""
    counts, share, quarter = parts
    after = f"({columns.all_of('ends')}<{quarter})"
    return (
        f"+SUMPRODUCT({counts}*{columns.all_of('review')}*{share})"
        f"+SUMPRODUCT({counts}*{columns.all_of('watch')}*{after})"
    )


def _check_roles(
    book: Book,
    sheet: Sheet,
    top: int,
    roles: list[str],
    hours: dict[tuple[str, str], tuple[float, float]],
    width: int,
) -> None:
    for at, role in enumerate(roles, start=top + 1):
        used = sum(u for (r, _), (u, _) in hours.items() if r == role)
        name = next(c.name for c in book.dossier.outcome.notebook.limits.capacity if c.role == role)
        book.check(f"Hours of {name.lower()}", sheet.at(at, width + 1), used, "hours")


def _heat(sheet: Sheet, first: tuple[int, int], last: tuple[int, int]) -> None:
    """White where nothing is used, orange where everything is; over capacity in red."""
    over = {"bg_color": "#C62F3B", "font_color": "#FFFFFF", "bold": True}
    sheet.paper.conditional_format(
        *first, *last,
        {"type": "cell", "criteria": ">", "value": 1.000001, "format": sheet.book.file.add_format(over)},
    )  # fmt: skip
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1,
             "min_color": "#FFFFFF", "max_color": "#F2A35E"}  # fmt: skip
    sheet.paper.conditional_format(*first, *last, scale)


def _add_chart(book: Book, sheet: Sheet, row: int, n_roles: int, n_quarters: int) -> None:
    """All roles together: what is used beside what there is."""
    chart = book.chart({"type": "column"}, "Hours of all roles against capacity", size=(760, 300))
    for n, (block, color) in enumerate(((BLOCKS[0], BLUE), (BLOCKS[1], "#C9D3DA"))):
        at = TOP + n * (n_roles + 3) + n_roles + 1
        chart.add_series({
            "name": block,
            "categories": f"={sheet.across((TOP, 1), (TOP, n_quarters))}",
            "values": f"={sheet.across((at, 1), (at, n_quarters))}",
            "fill": {"color": color},
        })  # fmt: skip
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True, "line": {"color": "#E4E9ED"}}})
    sheet.paper.insert_chart(row, 0, chart, {"object_position": 2, "description": "Hours used beside hours available"})
