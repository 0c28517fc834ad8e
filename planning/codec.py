"""A notebook as versioned JSON and back: dataclasses follow by their types, a new optional field needs no line."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeVar, get_origin

from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.preconf.json import JsonConverter, make_converter

from intake.finding import FINDING_KINDS, FindingKind
from planning.notebook import PlanningError, PlanningNotebook
from scoring.criterion import CRITERIA, Criterion
from scoring.quarter import Quarter
from scoring.request import AiTier, Stage

T = TypeVar("T")
Json = Any
# Counts changes after which an older JSON can't be read as it stands. A new optional field is none.
SCHEMA = 1
# From schema n (the key) to n + 1: plain JSON values in and out.
UPGRADES: Mapping[int, Callable[[dict[str, Json]], dict[str, Json]]] = {}


class CodecError(PlanningError):
    """JSON that is no notebook; the message says what is wrong with it."""


def notebook_to_json(notebook: PlanningNotebook) -> str:
    """The whole notebook as JSON, with its schema number. Order and every digit are kept."""
    return json.dumps({"schema": SCHEMA, "notebook": encode(notebook, PlanningNotebook)}, ensure_ascii=False)


def notebook_from_json(text: str) -> PlanningNotebook:
    """A notebook from JSON of this or an earlier schema.

    Raises:
        CodecError: the text is no JSON, no notebook, or was written by a later version.
    """
    try:
        facts = json.loads(text)
    except ValueError as error:
        raise CodecError(f"This is no JSON: {error}.") from error
    if not isinstance(facts, dict) or not isinstance(facts.get("schema"), int):
        raise CodecError("This is no planning notebook: it has no schema number.")
    facts = upgrade(facts)
    if "notebook" not in facts:
        raise CodecError("This is no planning notebook: it holds none.")
    return decode(facts["notebook"], PlanningNotebook)


def upgrade(facts: dict[str, Json]) -> dict[str, Json]:
    """The same facts in today's schema.

    Raises:
        CodecError: they were written by a later version.
    """
    while facts["schema"] < SCHEMA and facts["schema"] in UPGRADES:
        facts = {**UPGRADES[facts["schema"]](facts), "schema": facts["schema"] + 1}
    if facts["schema"] != SCHEMA:
        raise CodecError(f"It has schema {facts['schema']}; this version of Rounds reads schema {SCHEMA} and earlier.")
    return facts


def encode(value: object, kind: object) -> Json:
    """A value as plain JSON values."""
    return _FAST.unstructure(value, unstructure_as=kind)


def decode(facts: Json, kind: type[T]) -> T:
    """A value of a type from plain JSON values.

    Raises:
        CodecError: the facts are none of this type.
    """
    try:
        return _FAST.structure(facts, kind)
    except Exception:  # noqa: BLE001 - whatever it was, the slower reader says where it stands
        return _decode_slowly(facts, kind)


def _decode_slowly(facts: Json, kind: type[T]) -> T:
    try:
        return _EXACT.structure(facts, kind)
    except BaseValidationError as error:
        raise CodecError(f"{_place(error)} can't be read: {_cause(error)}") from error
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise CodecError(f"It can't be read: {error}") from error


def _place(error: BaseException) -> str:
    notes = [note for e in _line_of(error) for note in getattr(e, "__notes__", ())]
    return str(notes[-1]).replace("Structuring ", "The ") if notes else "It"


def _cause(error: BaseException) -> str:
    last = _line_of(error)[-1]
    if isinstance(last, ForbiddenExtraKeysError):
        fields = ", ".join(sorted(last.extra_fields))
        return f"this version of Rounds does not know {fields}; a later one wrote it."
    return f"{last}"


def _line_of(error: BaseException) -> list[BaseException]:
    """The error and the first cause below it, down to the last."""
    line = [error]
    while isinstance(line[-1], BaseValidationError) and line[-1].exceptions:
        line.append(line[-1].exceptions[0])
    return line


def _named(entries: Mapping[str, T], what: str) -> Callable[[str, object], T]:
    def find(key: str, _: object) -> T:
        if key not in entries:
            raise ValueError(f"There is no {what} {key!r}.")
        return entries[key]

    return find


def _is_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _make(*, says_where: bool) -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True, detailed_validation=says_where)
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    converter.register_unstructure_hook(Quarter, str)
    converter.register_structure_hook(Quarter, lambda text, _: Quarter.parse(text))
    # Criteria and kinds of findings are code; a file names them.
    converter.register_unstructure_hook(Criterion, lambda criterion: criterion.key)
    converter.register_structure_hook(Criterion, _named({c.key: c for c in CRITERIA}, "criterion"))
    converter.register_unstructure_hook(FindingKind, lambda kind: kind.code)
    converter.register_structure_hook(FindingKind, _named({k.code: k for k in FINDING_KINDS}, "kind of finding"))
    # Sets in one order, so that equal notebooks give equal JSON.
    converter.register_unstructure_hook_func(_is_set, sorted)
    by_stage = Mapping[tuple[Stage, AiTier], tuple[str, ...]]
    converter.register_unstructure_hook_func(
        lambda kind: kind == by_stage, lambda table: [[*key, list(codes)] for key, codes in table.items()]
    )
    converter.register_structure_hook_func(
        lambda kind: kind == by_stage,
        lambda rows, _: {(Stage(stage), AiTier(tier)): tuple(codes) for stage, tier, codes in rows},
    )
    return converter


_FAST, _EXACT = _make(says_where=False), _make(says_where=True)
