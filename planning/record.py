"""The re-runnable record: a notebook, its file and what it gave, in one sealed file that anybody can check."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from planning.codec import CodecError, Json, decode, encode, notebook_from_json, notebook_to_json
from planning.log import LogEntry
from planning.notebook import PlanningError
from planning.outcome import MODEL_VERSION, Outcome, evaluate
from planning.parts import digest
from planning.people import Action, Person, check_may
from planning.result import DECIMALS, result_hash
from planning.sealed import seal, unseal
from planning.signed import SignedPlan, last_frozen, signed_words

FORMAT = 1
MIME, SUFFIX = "application/zip", ".rounds.zip"
_FACTS, _NOTEBOOK, _LOG, _SOURCE = "record.json", "notebook.json", "log.json", "source/"
# Names in the record of the signed version that it is, and of the one that version follows.
_VERSION, _FOLLOWS = "version", "follows"


class RecordError(PlanningError):
    """A file that is no record, or a record this version can't run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """A record run again.

    Args:
        differences: What came out otherwise, in words; none where it is the same.
        notes: What differs without a difference in the portfolio, such as another solver version.
        version: Which signed version of the plan it is, and which one it follows, in words; empty where neither.
        recorded: What the record says it gave.
        found: What it gives now.
    """

    differences: tuple[str, ...]
    notes: tuple[str, ...]
    version: str
    recorded: dict[str, Any]
    found: dict[str, Any]

    @property
    def is_same(self) -> bool:
        """Whether the portfolio and its value are the same."""
        return not self.differences


def make_record(
    outcome: Outcome,
    *,
    source: bytes | None,
    by: Person,
    at: dt.datetime,
    state_hash: str = "",
    signed: Sequence[SignedPlan] = (),
    log: Sequence[LogEntry] = (),
) -> bytes:
    """The record of a proven outcome.

    Args:
        source: The file the requests came from, as it came.
        state_hash: The hash of the notebook in the store's log.
        signed: Versions of the notebook's plan that somebody signed; the record names the one it is, and the one that
            one follows, or else the frozen one it would follow.
        log: Who changed what, the earliest first; it is kept beside the plan, and nothing is run by it.

    Raises:
        NotAllowedError: the role may not export.
        RecordError: the outcome is not proven.
    """
    check_may(by, Action.EXPORT)
    if not outcome.selection.is_final:
        raise RecordError("Only a proven portfolio is recorded.")
    notebook = outcome.notebook
    body = notebook_to_json(notebook).encode()
    facts = {
        "format": FORMAT,
        "made_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "name": notebook.name,
        "cycle": notebook.cycle,
        "today": outcome.today.isoformat(),
        "model": MODEL_VERSION,
        "weights": dict(notebook.weights.shares),
        "notebook_sha256": digest(body),
        "state_hash": state_hash,
        "source": {"name": notebook.source.name, "sha256": notebook.source.sha256, "is_included": source is not None},
        "result": _result(outcome),
        **_versions(signed, state_hash),
    }
    files = {_FACTS: json.dumps(facts, indent=1, ensure_ascii=False).encode(), _NOTEBOOK: body}
    if log:
        files[_LOG] = json.dumps([encode(entry, LogEntry) for entry in log], ensure_ascii=False).encode()
    if source is not None:
        files[_SOURCE + _file_name(notebook.source.name)] = source
    return seal(files)


def rerun(data: bytes, *, seconds: float = 60.0) -> Rerun:
    """Run a record again and compare.

    Raises:
        BrokenSealError: the file is not as it was written.
        RecordError: it is no record, or one of a later version.
    """
    files = unseal(data)
    facts = _facts(files)
    try:
        notebook = notebook_from_json(files[_NOTEBOOK].decode())
        today = dt.date.fromisoformat(facts["today"])
        recorded, version = dict(facts["result"]), _version_words(facts)
    except (CodecError, KeyError, ValueError, TypeError) as error:
        raise RecordError(f"The record can't be read: {error}") from error
    outcome = evaluate(notebook, today, seconds=seconds)
    found = _result(outcome)
    notes = [
        f"{words} was {was}, now {now}."
        for words, was, now in (
            ("The solver", recorded.get("solver"), found["solver"]),
            ("The model", facts.get("model"), MODEL_VERSION),
        )
        if was != now
    ]
    return Rerun(
        differences=(*_kept_apart(files, facts, notebook.source.sha256), *_differences(recorded, found)),
        notes=tuple(notes),
        version=version,
        recorded=recorded,
        found=found,
    )


def _versions(signed: Sequence[SignedPlan], state_hash: str) -> dict[str, Json]:
    """Which signed version this is, if any, and the frozen one it follows."""
    mine = next((plan for plan in signed if plan.state_hash == state_hash), None)
    named = {_VERSION: mine, _FOLLOWS: mine.follows if mine else last_frozen(signed)}
    return {name: encode(replace(plan, follows=None), SignedPlan) if plan else None for name, plan in named.items()}


def _version_words(facts: dict[str, Any]) -> str:
    """Both versions as the record names them; empty where it names none, as a record did before there were any."""
    mine, before = (decode(facts[name], SignedPlan) if facts.get(name) else None for name in (_VERSION, _FOLLOWS))
    words = [f"It is {signed_words(mine)}." if mine else "", f"It follows {signed_words(before)}." if before else ""]
    return " ".join(filter(None, words))


def _facts(files: dict[str, bytes]) -> dict[str, Any]:
    try:
        facts = json.loads(files[_FACTS])
    except (KeyError, ValueError) as error:
        raise RecordError("This is no record of Rounds.") from error
    if not isinstance(facts, dict) or facts.get("format") != FORMAT:
        raise RecordError("Another version of Rounds wrote this record.")
    return facts


def _kept_apart(files: dict[str, bytes], facts: dict[str, Any], sha256: str) -> list[str]:
    """Contents whose hash is not the one the record names."""
    found = []
    if digest(files[_NOTEBOOK]) != facts.get("notebook_sha256"):
        found.append("The notebook is not the one the record names.")
    found += [
        f"The file {name.removeprefix(_SOURCE)} is not the one the requests came from."
        for name, body in files.items()
        if name.startswith(_SOURCE) and digest(body) != sha256
    ]
    return found


def _differences(recorded: dict[str, Any], found: dict[str, Any]) -> list[str]:
    before, after = set(recorded.get("funded", ())), set(found["funded"])
    differences = [f"{i} was funded and is not now." for i in sorted(before - after)]
    differences += [f"{i} was not funded and is now." for i in sorted(after - before)]
    if recorded.get("value") != found["value"]:
        differences.append(f"The value was {recorded.get('value')} points and is {found['value']} now.")
    if recorded.get("status") != found["status"]:
        differences.append(f"The answer was {recorded.get('status')} and is {found['status']} now.")
    return differences


def _result(outcome: Outcome) -> dict[str, Any]:
    selection = outcome.selection
    return {
        "status": str(selection.status),
        "funded": list(selection.funded),
        "value": None if selection.value is None else round(selection.value, DECIMALS),
        "solver": selection.solver,
        "result_hash": result_hash(outcome),
    }


def _file_name(name: str) -> str:
    return name.replace("/", "_").replace("\\", "_") or "source"
