"""Findings about rows, collected on the way, and the frame every row of a table is read in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intake import finding as kinds
from intake.cells import Cell, broken, is_blank, read_text
from intake.dates import DayOrder
from intake.finding import Finding, FindingKind
from intake.mapping import ColumnUse
from intake.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every row of a table is read by.

    Args:
        sheet: The sheet's name, for findings.
        mandate_types: Types of mandate that are known.
        years: Fiscal years that a cost without a year is spread over: all of a capital cost in the first,
            a yearly operating cost in each.
        orders: Order of day and month by column index.
        asks_dates: That order is an open question: dates that need it stay unknown without a finding each.
    """

    sheet: str
    uses: Sequence[ColumnUse]
    money: Money
    mandate_types: tuple[str, ...]
    years: tuple[str, ...] = ()
    orders: Mapping[int, DayOrder | None] = field(default_factory=dict)
    asks_dates: bool = False


class Notes:
    """Findings about the rows of one sheet, in the order they are made."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        self.findings: list[Finding] = []

    def note(
        self, kind: FindingKind, message: str, row: int | None, column: str, value: Cell = "", *, detail: str = ""
    ) -> None:
        """Collect one finding about a row."""
        shown = read_text(value)[:200]
        self.findings.append(
            Finding(kind=kind, message=message, sheet=self.sheet, row=row, column=column, value=shown, detail=detail)
        )

    def cell(self, row: int, cells: Sequence[Cell], use: ColumnUse) -> Cell:
        """The cell of a column, None where nothing can be read there; errors and empty formulas are noted."""
        cell = cells[use.index] if use.index < len(cells) else None
        if is_blank(cell):
            return None
        bad = broken(cell)
        if bad is None:
            return cell
        kind = kinds.FORMULA_WITHOUT_VALUE if bad.is_formula else kinds.CELL_ERROR
        what = "a formula without a saved value" if bad.is_formula else f"the error {bad}"
        self.note(kind, f"{use.header} holds {what}.", row, use.header, bad)
        return None
