"""A table to its requests: columns understood, rows judged and read, questions and findings collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from intake import finding as kinds
from intake import meanings as m
from intake import questions as q
from intake.amount_parts import with_amount_parts
from intake.answers import Answers, Grouping, shape_of
from intake.cells import Cell
from intake.columns import CAPITAL_COLUMN, OPERATING_COLUMN
from intake.cost_columns import find_money, unit_reading
from intake.cost_kinds import with_columns_by_kind
from intake.currencies import is_other_currency
from intake.date_findings import date_findings
from intake.defaults import Assumed, default_findings
from intake.finding import Finding
from intake.gathered import gathered
from intake.group_rows import fill_groups
from intake.header_findings import header_findings
from intake.header_names import index_named
from intake.kept_rows import KeptRows, join_same, judge_rows, keep_statuses, leave_out_rollups
from intake.kinds_of_requests import Kinds, kinds_of_requests
from intake.layout import Table, without_rows
from intake.list_checks import check_list
from intake.long_years import with_columns_by_year
from intake.mapping import ColumnUse, map_columns
from intake.merged import fill_merged
from intake.money import NO_MONEY, Money, amounts_of
from intake.plan_years import plan_years
from intake.profile import profiles
from intake.questions import Question
from intake.reading import Reading
from intake.repeated_columns import with_lists_joined
from intake.request_rows import RowReader
from intake.row_checks import RowChecks
from intake.row_costs import is_impossible
from intake.row_notes import Frame
from intake.row_questions import ask_dates, ask_grouping, ask_statuses, date_order
from intake.table_questions import table_questions
from intake.table_readings import status_reading, table_readings
from scoring.request import Request

Progress = Callable[[float], None]
_STEP = 200
# Shares of the work on a table that are done once its columns are understood, and once its rows are judged.
_UNDERSTOOD, _JUDGED = 0.2, 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTable:
    """What one table of requests held.

    Args:
        columns: Column meaning by header, for the columns that are used.
        sheets: The sheets it comes from; one, unless a person said that several are one list.
        rejected: (sheet, row number, reason) of every row left out.
        fiscal_years: Years that have a cost, in order.
        uses: The use of every column, in order.
        rows: (sheet, row number) by request id.
        cost_sum: Sum of the cost column over the accepted rows, in currency units.
        assumed: Columns that nothing states and a default counts for, by request id.
        kinds: Kind by request id, by the header of a column that sorts requests and fills none of their facts.
        readings: How everything about the table but its columns was understood.
        shape: Short name of the table's shape, for remembered answers; empty where no headers tell it.
    """

    sheet: str
    header_row: int
    requests: tuple[Request, ...]
    findings: tuple[Finding, ...]
    columns: Mapping[str, str]
    rejected: tuple[tuple[str, int, str], ...]
    fiscal_years: tuple[str, ...]
    uses: tuple[ColumnUse, ...] = ()
    sheets: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    money: Money = NO_MONEY
    cost_sum: Decimal | None = None
    questions: tuple[Question, ...] = ()
    assumed: Assumed = field(default_factory=dict)
    kinds: Kinds = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    shape: str = ""
    is_turned: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the table is in our own layout."""
        return any(use.is_own and use.target == "title" for use in self.uses) and not self.money.columns

    def unknown_columns(self, names: Iterable[str]) -> list[str]:
        """Those of the names that no column goes by."""
        headers = [use.header for use in self.uses]
        return [name for name in names if index_named(headers, name) is None]

    @property
    def title_column(self) -> str | None:
        """Header of the column that holds the titles."""
        return next((use.header for use in self.uses if use.meaning == m.TITLE), None)


def read_request_table(
    table: Table,
    *,
    mandate_types: Sequence[str],
    first_year: int,
    answers: Answers,
    candidates: Sequence[Table] = (),
    progress: Progress | None = None,
) -> RequestTable:
    """Read all rows below the header. What is no request is left out, with a finding.

    Args:
        first_year: Calendar year in which the plan begins, for costs without a year.
        candidates: The best table of every sheet, this one or the first of those it joins in front.
        progress: Called with the share of rows read.
    """
    held = profiles(table)
    uses, passed = map_columns(table, held, answers, first_year=first_year)
    # Letters are the same in every list without headers: what was said of one tells nothing about the next.
    shape = shape_of(table.headers) if table.has_headers else ""
    unmerged = fill_merged(table, uses)
    grouped = fill_groups(unmerged.table, uses)
    table = with_lists_joined(with_amount_parts(grouped.table, uses), uses)
    table, uses = with_columns_by_year(table, uses)
    table, uses = with_columns_by_kind(table, uses)
    is_long = len(uses) > len(held)
    held = profiles(table) if is_long or unmerged.findings else held
    money, asked = find_money(table, uses, answers)
    orders = {use.index: date_order(use, held, answers) for use in uses}
    tell = progress or _tell_nobody
    tell(_UNDERSTOOD)
    rows = judge_rows(table, RowChecks(table, uses, held, money), answers, grouped.groups)
    leave_out_rollups(rows, table, uses, money)
    tell(_JUDGED)
    if rows.rejected and money.columns:
        # Sums that people are asked about count no row of totals.
        money, asked = find_money(without_rows(table, rows.accepted), uses, answers)
    of_any_status = [row for _, row in rows.accepted]
    keep_statuses(rows, table, uses, answers)
    asked += tuple(
        question
        for question in (
            *table_questions(table, candidates[1:], uses, passed, held, [row for _, row in rows.accepted], answers),
            ask_grouping(rows, uses, answers, is_spread=is_long or unmerged.is_spread),
            ask_statuses(rows, uses, answers),
            ask_dates(uses, orders),
        )
        if question is not None
    )
    codes = frozenset(question.code for question in asked)
    here = [row for _, row in rows.accepted]
    readings = [*table_readings(table, candidates or (table,), uses, here, orders, answers, asked=codes)]
    readings += status_reading(of_any_status, uses, answers, is_asked=q.STATUS in codes)
    if money.columns:
        readings.append(unit_reading(table, money, answers))
    if answers.grouping == Grouping.TITLES:
        join_same(rows, table, uses, money)
    frame = Frame(
        sheet=table.sheet,
        uses=uses,
        money=money,
        mandate_types=tuple(mandate_types),
        years=_years(money, first_year),
        orders=orders,
        asks_dates=q.DATES in codes,
    )
    reader = RowReader(frame)
    is_spread = q.GROUPING in codes or answers.grouping == Grouping.ROWS
    numbered = _read(
        reader, rows, table.row_words, is_spread=is_spread, tell=lambda share: tell(_JUDGED + (1 - _JUDGED) * share)
    )
    requests = tuple(request for _, request in numbered.values())
    places = {request.id: table.place(number) for number, request in numbered.values()}
    assumed = {request.id: reader.assumed[request.id] for request in requests}
    came_in = {number: request.id for number, request in numbered.values()}
    cost_sum = _cost_sum([row for number, row in rows.accepted if number in came_in], money)
    findings = [
        *header_findings(table, uses, money, frame.years, besides=_besides(table, candidates), cost_sum=cost_sum),
        *date_findings(table, uses, orders),
        *unmerged.findings,
        *grouped.findings,
        *rows.findings,
        *gathered(reader.notes.findings, len(requests), table),
        *default_findings(assumed, len(requests), table.sheet, table.header_row or None),
        *check_list(requests, places, is_spread=is_spread),
    ]
    return RequestTable(
        sheet=table.sheet,
        header_row=table.header_row,
        requests=requests,
        findings=tuple(findings),
        columns={use.header: use.meaning for use in uses if use.meaning != m.UNUSED and use.header},
        sheets=tuple(dict.fromkeys(sheet for sheet, _ in table.places.values())) or (table.sheet,),
        rejected=tuple((*table.place(number), reason) for number, reason in sorted(rows.rejected)),
        fiscal_years=_fiscal_years(uses, frame),
        uses=uses,
        rows=places,
        money=money,
        cost_sum=cost_sum,
        questions=q.in_order(asked),
        assumed=assumed,
        kinds=kinds_of_requests(uses, passed, ((came_in[n], row) for n, row in rows.accepted if n in came_in)),
        readings=tuple(readings),
        shape=shape,
        is_turned=table.is_turned,
    )


def _tell_nobody(_share: float) -> None:
    """Nobody looks at the progress."""


def _besides(table: Table, candidates: Sequence[Table]) -> list[str]:
    """The lists of the same sheet that are not read."""
    read = {sheet for sheet, _ in table.places.values()} or {table.sheet}
    return [t.sheet for t in candidates if t.part_of and t.part_of == table.part_of and t.sheet not in read]


def fill_absent_years(request: Request, fiscal_years: Iterable[str], known: Iterable[str]) -> Request:
    """A request with 0 for the budget years that have no cost column at all: nobody was asked, so nothing is spent."""
    absent = dict.fromkeys(set(fiscal_years) - set(known), Decimal(0))
    if not absent or not (request.capital_usd or request.operating_usd):
        return request
    return replace(
        request, capital_usd={**absent, **request.capital_usd}, operating_usd={**absent, **request.operating_usd}
    )


def _read(
    reader: RowReader,
    rows: KeptRows,
    row_words: Callable[[int], str],
    *,
    is_spread: bool,
    tell: Progress,
) -> dict[str, tuple[int, Request]]:
    """Requests by id with their row; a repeated id is left out, or numbered where one request has several rows."""
    found: dict[str, tuple[int, Request]] = {}
    for step, (number, row) in enumerate(rows.accepted):
        if step % _STEP == 0:
            tell(step / len(rows.accepted))
        request = reader.read(number, row, taken=found.keys() if is_spread else ())
        if request is None:
            rows.rejected.append((number, "no request"))
        elif request.id in found:
            first = found[request.id][0]
            reader.notes.note(
                kinds.ID_REPEATED, f"{request.id} already stands further up, in row {row_words(first)}.", number,
                "request_id", request.id,
            )  # fmt: skip
            rows.rejected.append((number, f"id {request.id} stands twice"))
        else:
            found[request.id] = (number, request)
    return found


def _cost_sum(rows: Sequence[Sequence[Cell]], money: Money) -> Decimal | None:
    columns = (money.check,) if money.check else money.columns
    if not columns:
        return None
    usual = money.usual_currency
    return sum(
        (
            amount
            for use in columns
            if use.index not in money.apart
            for amount in amounts_of([row for row in rows if not is_other_currency(row, use, usual)], use, money)
            if not is_impossible(amount, money)
        ),
        Decimal(0),
    )


def _years(money: Money, first_year: int) -> tuple[str, ...]:
    """Years that costs without a year are spread over: those of the columns by year, else three from the first."""
    by_year = sorted({use.year for use in money.columns if use.year})
    return tuple(by_year) or plan_years(first_year)


def _fiscal_years(uses: Sequence[ColumnUse], frame: Frame) -> tuple[str, ...]:
    matches = (CAPITAL_COLUMN.match(use.target) or OPERATING_COLUMN.match(use.target) for use in uses)
    own = {f"FY{match[1]}" for match in matches if match}
    return tuple(sorted(own | (set(frame.years) if frame.money.columns else set())))
