"""The log as rows: one for each entry, or one for each place that an entry changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from intake.cells import neutralized
from planning.log import LogEntry, requests_of
from reports.wording import counted

MIME, SUFFIX = "text/csv", ".log.csv"


class LogRow(NamedTuple):
    """One row of the log.

    Args:
        when: The moment with its zone, to the minute, as the clock here shows it.
        request: The request's id; of an entry about several, how many.
    """

    number: int
    when: str
    who: str
    what: str
    request: str
    before: str
    after: str
    why: str


HEADERS = ("No.", "When", "Who", "What", "Request", "From", "To", "Why")


def folded_rows(entries: Iterable[LogEntry]) -> Iterator[LogRow]:
    """One row for each entry, in the order of the entries."""
    for entry in entries:
        change, about = entry.change, requests_of(entry.change)
        request = change.request_id or (counted(len(about), "request") if len(about) > 1 else "".join(about))
        yield LogRow(entry.number, _when(entry), str(change.who), change.what, request, change.before, change.after,
                     change.why)  # fmt: skip


def unfolded_rows(entries: Iterable[LogEntry], request_ids: Collection[str] = ()) -> Iterator[LogRow]:
    """One row for each place that an entry changed.

    Args:
        request_ids: Only places about these requests; none: all.
    """
    for entry in entries:
        for place in entry.change.places:
            if not request_ids or place.request_id in request_ids:
                yield LogRow(entry.number, _when(entry), str(entry.change.who), place.what, place.request_id,
                             place.before, place.after, place.why)  # fmt: skip


def log_csv(entries: Iterable[LogEntry]) -> bytes:
    """The whole log as CSV, place by place, UTF-8 with a mark for Excel; no text in it is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*HEADERS, "Hash"))
    for entry in entries:
        for row in unfolded_rows([entry]):
            writer.writerow([row.number, *map(neutralized, row[1:]), entry.hash])
    return out.getvalue().encode("utf-8-sig", "replace")


def _when(entry: LogEntry) -> str:
    return f"{entry.change.at.astimezone():%Y-%m-%d %H:%M %Z}".strip()
