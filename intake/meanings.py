"""What a column can mean, and the header spellings each meaning is known by."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from intake.columns import CAPITAL_COLUMN, COLUMNS, HOURS_COLUMN, OPERATING_COLUMN
from intake.tables import DATA

SPELLINGS = DATA / "header_spellings.json"
UNUSED = "unused"
# Meanings of money in a foreign table.
COST_TOTAL, COST_CAPITAL, COST_OPERATING = "cost_total", "cost_capital", "cost_operating_recurring"
COSTS = (COST_TOTAL, COST_CAPITAL, COST_OPERATING)
ID, TITLE, DEPARTMENT, STATUS, START, END = "id", "title", "department", "status_stage", "start", "end"
EFFORT, MANDATE, DEPENDENCIES = "effort", "mandate_regulatory", "dependencies"

# Column of our layout that a foreign meaning fills; meanings that are known but fill none are left out.
TARGETS: Mapping[str, str] = {
    ID: "request_id",
    TITLE: "title",
    "description": "description",
    "requester_sponsor": "sponsor_role",
    DEPARTMENT: "requesting_department",
    "focus_area": "focus_area",
    STATUS: "stage",
    START: "earliest_start",
    DEPENDENCIES: "depends_on",
}
# Meanings that are known, and fill no fact of a request.
NOT_READ = ("cost_not_a_cost", "benefit_value", "risk", "priority", "strategic_goal")
LABELS: Mapping[str, str] = {
    ID: "Id",
    TITLE: "Title",
    "description": "Description",
    "requester_sponsor": "Sponsor",
    DEPARTMENT: "Department",
    "focus_area": "Focus area",
    COST_TOTAL: "Total cost",
    COST_CAPITAL: "Capital cost",
    COST_OPERATING: "Yearly operating cost",
    "cost_not_a_cost": "Money, but not a cost",
    EFFORT: "Staff hours",
    START: "Start",
    END: "End",
    "benefit_value": "Benefit, in words",
    "risk": "Risk",
    "priority": "Priority",
    "strategic_goal": "Strategic goal",
    MANDATE: "Mandate",
    STATUS: "Status or stage",
    DEPENDENCIES: "Prerequisites",
    UNUSED: "Not used",
}
_ALIASES = {
    "cost": COST_TOTAL, "total": COST_TOTAL, "total_cost": COST_TOTAL, "budget": COST_TOTAL,
    "capital": COST_CAPITAL, "capital_cost": COST_CAPITAL, "capex": COST_CAPITAL,
    "operating": COST_OPERATING, "operating_cost": COST_OPERATING, "opex": COST_OPERATING,
    "cost_operating": COST_OPERATING,
    "name": TITLE, "sponsor": "requester_sponsor", "requester": "requester_sponsor",
    "sponsor_role": "requester_sponsor", "requesting_department": DEPARTMENT, "request_id": ID,
    "status": STATUS, "prerequisites": DEPENDENCIES, "depends_on": DEPENDENCIES, "hours": EFFORT,
    "mandate": MANDATE, "benefit": "benefit_value", "earliest_start": START,
    "none": UNUSED, "ignore": UNUSED, "skip": UNUSED, "not_used": UNUSED, "": UNUSED,
}  # fmt: skip
_OWN_HEADERS = 4
# Headers are looked at several times over; the widest sheet has 16,384.
_REMEMBERED = 1 << 16
_CUSTOM_FIELD = re.compile(r"^custom field \((.*)\)$", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(\s*\([^()]*\))+$")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One known spelling of a header, folded, and the meaning it stands for."""

    folded: str
    meaning: str


def clean_header(text: str) -> str:
    """A header as people read it: no invisible characters, one space between words."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text.replace("ï»¿", ""))).split())


@lru_cache(maxsize=_REMEMBERED)
def fold_header(text: str) -> str:
    """A header as it is compared: lower case, camel case and underscores parted, no brackets, units or marks."""
    bare = clean_header(text[:400])
    if custom := _CUSTOM_FIELD.match(bare):
        bare = custom[1]
    parted = _CAMEL.sub(" ", bare.replace("_", " "))
    # The kind of an issue link stands in its brackets.
    without = parted if "issue link" in parted.casefold() else _BRACKETS.sub(" ", parted)
    words = re.sub(r"[^\w#&%/$£€]+", " ", without if without.strip() else parted).casefold()
    return " ".join(words.split()).strip(" /#$£€") or ("#" if "#" in bare else "")


@cache
def spellings() -> Mapping[str, str]:
    """Meaning by folded spelling."""
    with SPELLINGS.open(encoding="utf-8") as file:
        known: dict[str, dict[str, str]] = json.load(file)
    found: dict[str, str] = {}
    for meaning, spelled in known.items():
        if not meaning.startswith("_"):
            for spelling in spelled:
                found.setdefault(fold_header(spelling), meaning)
    return found


def is_own_layout(headers: Iterable[str]) -> bool:
    """Whether headers are ours: words such as title and stage alone are anybody's."""
    own = {key for header in headers if own_meaning(key := own_key(header))}
    return "title" in own and (len(own) >= _OWN_HEADERS or any("_" in key for key in own))


@cache
def own_columns() -> Mapping[str, str]:
    """Field of a request by column of our own layout, the columns by year and role apart."""
    return {column.key: column.field for column in COLUMNS}


def own_key(header: str) -> str:
    """A header as one of our own columns would be called: lower case, without the unit behind it."""
    return _UNIT_BEHIND.sub("", header.strip().casefold())


def own_meaning(header: str) -> str:
    """The field that a header of our own layout fills; empty where it is none of ours."""
    header = own_key(header)
    if header in own_columns():
        return own_columns()[header]
    for pattern, field in ((CAPITAL_COLUMN, "capital_usd"), (OPERATING_COLUMN, "operating_usd")):
        if match := pattern.match(header):
            return f"{field} FY{match[1]}"
    match = HOURS_COLUMN.match(header)
    return f"role_hours {match[1]}" if match else ""


@lru_cache(maxsize=_REMEMBERED)
def header_meaning(text: str) -> str:
    """What a header means by its own or a known spelling; empty where it is not known word for word."""
    bare = clean_header(text)
    if own := own_meaning(bare):
        return TITLE if own == "title" else own
    return spellings().get(fold_header(bare), "") if len(bare) <= 200 else ""


def meaning_named(name: str) -> str | None:
    """The meaning a person names, such as "title", "cost" or a column of our own layout; None where there is none."""
    key = re.sub(r"[\s-]+", "_", name.strip().casefold())
    if key in LABELS:
        return key
    if key in _ALIASES:
        return _ALIASES[key]
    return key if own_meaning(key) else None


def label(meaning: str) -> str:
    """A meaning for people."""
    if meaning in LABELS:
        return LABELS[meaning]
    return meaning.replace("_usd", "").replace("_", " ").replace(".", ": ").capitalize()
