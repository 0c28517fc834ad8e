"""Who a signed-in person is: name and role from what the sign-in provider claims, by a table people keep."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planning.notebook import PlanningError
from planning.people import ROLES, Person

TABLE_NAME = "roles.csv"
HEADERS = ("claim", "value", "role")
# Whoever stands in no row.
NO_ROLE = "viewer"
# A sign-in counts for a working day: groups that changed since then are asked for anew.
MOST_HOURS = 12
_NAMES = ("name", "preferred_username", "email", "sub")


class RoleTableError(PlanningError):
    """A table of roles that can't be used; the message names the row and the remedy."""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One row: whoever has this value in this claim has this role."""

    claim: str
    value: str
    role: str

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claim says so. An address the provider did not verify says nothing."""
        found = _vouched(claims).get(self.claim)
        values = found if isinstance(found, list | tuple) else [found]
        return any(isinstance(one, str) and one.casefold() == self.value.casefold() for one in values)


def read_role_table(folder: Path) -> tuple[RoleRow, ...]:
    """The table in a data folder, the first row that fits counts; empty where there is none.

    Raises:
        RoleTableError: it can't be read, or a row names no role.
    """
    path = folder / TABLE_NAME
    try:
        found = path.stat()
        return _read_rows(path, (found.st_ino, found.st_mtime_ns, found.st_size))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise RoleTableError(f"{TABLE_NAME} can't be read: {error}. Save it as UTF-8 text.") from error


# It is asked for many times while one page is drawn: read once for each state of the file.
@lru_cache(maxsize=4)
def _read_rows(path: Path, _state: tuple[int, ...]) -> tuple[RoleRow, ...]:
    return role_rows(path.read_text(encoding="utf-8-sig"))


def role_rows(text: str) -> tuple[RoleRow, ...]:
    """Rows of a CSV with the columns claim, value and role; empty lines are passed over.

    Raises:
        RoleTableError: a column is missing, a cell is empty, or there is no such role.
    """
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if tuple(name.strip() for name in reader.fieldnames or ()) != HEADERS:
        raise RoleTableError(f"{TABLE_NAME}, row 1: write the headers {','.join(HEADERS)}.")
    rows = []
    try:
        for cells in reader:
            claim, value, role = ((cells.get(name) or "").strip() for name in reader.fieldnames or ())
            if not (claim and value) or role not in ROLES or None in cells:
                known = ", ".join(ROLES)
                raise RoleTableError(
                    f"{TABLE_NAME}, row {reader.line_num}: a row takes a claim, a value and one of the roles {known}."
                )
            rows.append(RoleRow(claim, value, role))
    except csv.Error as error:
        raise RoleTableError(f"{TABLE_NAME}, row {reader.line_num}: {error}. Check its quotation marks.") from error
    return tuple(rows)


def person_of(claims: Mapping[str, Any], rows: Sequence[RoleRow]) -> Person:
    """The person behind these claims; without a row that fits a viewer.

    The address stands beside the name wherever it is recorded: two people may bear one name. One the provider did not
    verify is left out, for anybody may enter it.

    Raises:
        RoleTableError: the claims name nobody.
    """
    claims = _vouched(claims)
    name = next((str(claims[key]).strip() for key in _NAMES if str(claims.get(key) or "").strip()), "")
    if not name:
        raise RoleTableError("The sign-in provider says neither a name nor an address.")
    email = str(claims.get("email") or "").strip()
    role = next((row.role for row in rows if row.fits(claims)), NO_ROLE)
    return Person(name if not email or email == name else f"{name} <{email}>", role)


def _vouched(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims without an address that the provider did not verify."""
    is_verified = claims.get("email_verified") is not False
    return claims if is_verified else {key: value for key, value in claims.items() if key != "email"}


def is_stale(claims: Mapping[str, Any], now: dt.datetime) -> bool:
    """Whether the sign-in is older than a working day; one without a time counts as fresh."""
    issued = claims.get("iat")
    return isinstance(issued, int | float) and now.timestamp() - issued > MOST_HOURS * 3600
