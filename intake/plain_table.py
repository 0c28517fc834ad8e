"""Plain optimization tables: a value, some resources and their limits, without our template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.cells import CellError, is_blank, read_list, read_number, read_text
from intake.setting_records import Record, records
from intake.workbook import Sheet, read_sheets
from scoring.request import Request


class PlainTableError(ValueError):
    """A plain table that can't be used; the message names file, row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """Requests with given values and resource amounts.

    Args:
        values: Points by request id, as given.
        amounts: Amount by request id, by resource.
        limits: Limit by resource.
    """

    requests: tuple[Request, ...]
    values: Mapping[str, float]
    amounts: Mapping[str, Mapping[str, float]]
    limits: Mapping[str, float]


def read_plain_table(
    data: bytes, name: str, *, value_column: str, resources: Sequence[str], limits: tuple[bytes, str] | None
) -> PlainTable:
    """Read a table with the columns request_id, a value and resources, and may be title, depends_on, exclusive_group.

    Args:
        limits: Bytes and name of the file with the columns resource and limit; None where nothing limits.

    Raises:
        PlainTableError: a column is missing, a number can't be read, an id stands twice.
        RefusedFileError: a file can't be read at all.
    """
    sheet = read_sheets(data, name)[0]
    rows = records(sheet)
    _need_columns(sheet, name, ["request_id", value_column, *resources])
    requests = tuple(_request(record) for record in rows)
    if len({r.id for r in requests}) < len(requests):
        raise PlainTableError(f"{name}: a request_id stands twice.")
    return PlainTable(
        requests=requests,
        values=_numbers(rows, value_column, name),
        amounts={resource: _numbers(rows, resource, name) for resource in resources},
        limits=_limits(*limits) if limits else {},
    )


def _request(record: Record) -> Request:
    request_id = record.text("request_id")
    return Request(
        id=request_id,
        title=record.text("title") or request_id,
        prerequisites=read_list(record.cells.get("depends_on")),
        exclusive_group=record.text("exclusive_group"),
    )


def _numbers(rows: Sequence[Record], column: str, name: str) -> dict[str, float]:
    key, found = column.casefold(), {}
    for record in rows:
        cell = record.cells.get(key)
        try:
            if is_blank(cell):
                raise CellError("It is blank; enter 0 where there is nothing.")
            found[record.text("request_id")] = read_number(cell)
        except CellError as error:
            raise PlainTableError(f"{name}, row {record.row}, column {column}: {error}") from None
    return found


def _limits(data: bytes, name: str) -> dict[str, float]:
    sheet = read_sheets(data, name)[0]
    _need_columns(sheet, name, ["resource", "limit"])
    found = {}
    for record in records(sheet):
        try:
            found[record.text("resource")] = read_number(record.cells.get("limit"))
        except CellError as error:
            raise PlainTableError(f"{name}, row {record.row}, column limit: {error}") from None
    return found


def _need_columns(sheet: Sheet, name: str, needed: Sequence[str]) -> None:
    headers = {read_text(cell).casefold() for cell in sheet.rows[0]}
    missing = [column for column in needed if column.casefold() not in headers]
    if missing:
        raise PlainTableError(f"{name} has no column {missing[0]!r}.")
