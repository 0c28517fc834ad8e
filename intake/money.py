"""The money of a table as it was understood, and its amounts read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from intake.amounts import NumberStyle
from intake.cells import Cell, CellError, is_blank, read_money
from intake.mapping import ColumnUse

STATED, ASKED, ASSUMED = "stated", "asked", "assumed"


@dataclass(frozen=True, slots=True)
class Unit:
    """What bare amounts are counted in: a multiplier, where it comes from (stated, asked, assumed), and what says so.

    Args:
        seen: The text, or the fact about the amounts, that tells; empty where nothing does.
    """

    multiplier: Decimal = Decimal(1)
    source: str = STATED
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The money of a table as it was understood.

    Args:
        columns: Columns whose amounts are used.
        passed: Columns of a cost by the month, or of several years: not used, and the running cost is unknown.
        check: A total that is only compared with the columns by year.
        styles: How a column of costs or hours writes decimals, by index.
        unit: What amounts are counted in where their own header says nothing else.
        scales: What the amounts of a column are counted in, by index, where its own header says so.
        currency: ISO code; empty where the file names none or several.
        currency_sign: The sign used where it names no single currency, such as "$".
        currency_seen: What names the currency, in words; empty where nothing does.
        apart: Indices of the columns whose header names another currency: their amounts are unknown, not converted.
        is_waiting: A question about money is open: no cost is used.
        usual: Median of the amounts in currency units, zeros apart; 0 where there are few.
    """

    columns: tuple[ColumnUse, ...] = ()
    passed: tuple[ColumnUse, ...] = ()
    check: ColumnUse | None = None
    styles: dict[int, NumberStyle] = field(default_factory=dict)
    unit: Unit = Unit()
    scales: Mapping[int, Decimal] = field(default_factory=dict)
    currency: str = ""
    currency_sign: str = ""
    currency_seen: str = ""
    apart: frozenset[int] = frozenset()
    is_waiting: bool = False
    usual: Decimal = Decimal(0)

    @property
    def cost_column(self) -> str:
        """The header, or headers, of the cost; empty where there is none."""
        return self.check.header if self.check else " + ".join(use.header for use in self.columns)

    @property
    def usual_currency(self) -> str:
        """The currency of the amounts, or the sign they carry where they name no single one; empty where neither."""
        return self.currency or self.currency_sign

    def scale(self, use: ColumnUse) -> Decimal:
        """What the bare amounts of a column are counted in."""
        return self.scales.get(use.index, self.unit.multiplier)


NO_MONEY = Money()


def amounts_of(rows: Iterable[Sequence[Cell]], use: ColumnUse, money: Money) -> list[Decimal]:
    """The readable amounts of a cost column in currency units, zeros and negative ones included."""
    style, scale = money.styles.get(use.index, NumberStyle.UNKNOWN), money.scale(use)
    return [a for row in rows if (a := amount_in(row, use, style, scale)) is not None]


def amount_in(row: Sequence[Cell], use: ColumnUse, style: NumberStyle, scale: Decimal) -> Decimal | None:
    """One amount, None where it is blank, unknown or unreadable."""
    cell = row[use.index] if use.index < len(row) else None
    if is_blank(cell):
        return None
    try:
        return read_money(cell, style, scale)
    except CellError:
        return None
