"""Signing: a plan is frozen once every role that must has signed the same moment of the notebook."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, RowMapping, insert, select, update

from planning.change import Change
from planning.clashes import open_clashes
from planning.database import StoreError, reading, writing
from planning.endings import endings
from planning.notebook import PlanningNotebook
from planning.parts import Parts
from planning.people import Action, Person, check_may
from planning.signed import SignedPlan, last_frozen, signed_words
from planning.store import Store
from planning.store_rows import Standing, moment_text, read_notebook, standing, version_row, write_same
from planning.tables import PLANS, SIGNATURES

MOVED_ON = "The notebook was changed since this was shown, so nothing was recorded. Look at it as it stands now."
SIGNATURE = "signature"


def plans(store: Store, notebook_id: str, *, by: Person) -> tuple[SignedPlan, ...]:
    """Every plan of a notebook that somebody signed, the latest first.

    Raises:
        NotAllowedError: the role may not view.
    """
    check_may(by, Action.VIEW)
    with reading(store.engine) as connection:
        return _plans(connection, notebook_id)


def sign(store: Store, notebook_id: str, version: int, result_hash: str, *, by: Person, at: dt.datetime) -> SignedPlan:
    """Sign a moment of a notebook and its result; with the last signature it is frozen for good.

    A signature is a moment of its own, with its entry in the log, that changes nothing of the plan. A plan signed after
    another one was frozen follows that one and names it.

    Args:
        version: The moment that was looked at; nothing but signatures came since.

    Raises:
        NotAllowedError: the role may not sign.
        StoreError: the notebook was changed since, a clash waits, the plan counts what has ended, it is frozen, the
            role or the person has signed already, or the result is not the one the others signed.
    """
    check_may(by, Action.SIGN)
    with writing(store.engine) as connection:
        current = standing(connection, notebook_id)
        state_hash = str(version_row(connection, notebook_id, version).state_hash)
        if version_row(connection, notebook_id, None).state_hash != state_hash:
            raise StoreError(MOVED_ON)
        if open_clashes(connection, notebook_id, current.refs):
            raise StoreError("Two people changed one place at once: choose on the screen Notebooks before you sign.")
        _check_nothing_ended(read_notebook(connection, Parts(refs=current.refs)), at)
        plan = _plan_to_sign(connection, notebook_id, version, state_hash, result_hash)
        if plan.result_hash != result_hash:
            raise StoreError("The portfolio is not the one that was signed before: open it again.")
        _check_signer(plan, by)
        _put_signature(connection, notebook_id, plan, by, at)
        signed = _plans(connection, notebook_id)[0]
        _log_signature(connection, notebook_id, current, signed, Change(who=by, at=at, what=SIGNATURE))
        return signed


def _check_signer(plan: SignedPlan, by: Person) -> None:
    """Let a person pass whose signature the plan still takes: another role's and another person's than those on it."""
    if plan.frozen_at is not None:
        raise StoreError("This plan is frozen: nothing is added to it.")
    for role, name, _ in plan.signatures:
        if role == by.role:
            raise StoreError(f"The {by.role} has signed this plan already.")
        if name.strip().casefold() == by.name.strip().casefold():
            raise StoreError(f"{name} has signed this plan already, as {role}: it takes another person.")


def _check_nothing_ended(notebook: PlanningNotebook, at: dt.datetime) -> None:
    """Let a plan pass in which everything counts that it counts on: it stands on its planning date, people do not."""
    over = [ending for ending in endings(notebook) if ending.is_over(at.astimezone().date())]
    if over:
        words = "; ".join(f"{', '.join(ending.words)}, until {ending.until}" for ending in over)
        raise StoreError(f"The plan counts what has ended: {words}. Take it back or renew it before you sign.")


def _plan_to_sign(
    connection: Connection, notebook_id: str, version: int, state_hash: str, result_hash: str
) -> SignedPlan:
    """The plan as it was looked at, begun where nobody signed it yet."""
    known = _plans(connection, notebook_id)
    if known and known[0].state_hash == state_hash:
        return known[0]
    before = last_frozen(known)
    facts = {"notebook_id": notebook_id, "number": len(known) + 1, "version": version, "state_hash": state_hash}
    follows = before.number if before else None
    connection.execute(insert(PLANS).values(**facts, result_hash=result_hash, follows=follows))
    return _plans(connection, notebook_id)[0]


def _put_signature(connection: Connection, notebook_id: str, plan: SignedPlan, by: Person, at: dt.datetime) -> None:
    """One more signature; with the last that must be there the plan is frozen."""
    facts = {"notebook_id": notebook_id, "plan": plan.number, "role": by.role, "who": by.name}
    connection.execute(insert(SIGNATURES).values(**facts, at=moment_text(at)))
    if set(plan.missing) <= {by.role}:
        where = (PLANS.c.notebook_id == notebook_id) & (PLANS.c.number == plan.number)
        connection.execute(update(PLANS).where(where).values(frozen_at=moment_text(at)))


def _log_signature(
    connection: Connection, notebook_id: str, current: Standing, plan: SignedPlan, change: Change
) -> None:
    """The signature's own moment: the notebook stays as it is, the log says which plan it was and which it follows."""
    before = signed_words(plan.follows) if plan.follows else ""
    follows = f"follows {before}" if before else "follows none"
    stands = "frozen" if plan.frozen_at else f"still to sign: {', '.join(plan.missing)}"
    after = f"version {plan.number} of the plan, after change {plan.version}; {stands}; hash {plan.result_hash}"
    write_same(connection, notebook_id, current, replace(change, before=before, after=f"{after}; {follows}"))


def _plans(connection: Connection, notebook_id: str) -> tuple[SignedPlan, ...]:
    """Every plan of a notebook, the latest first, each with the one it follows."""
    rows = connection.execute(select(PLANS).where(PLANS.c.notebook_id == notebook_id).order_by(PLANS.c.number))
    found: dict[int, SignedPlan] = {}
    for row in rows.mappings().all():
        found[row["number"]] = _plan(connection, row, found.get(row["follows"] or 0))
    return tuple(reversed(found.values()))


def _plan(connection: Connection, row: RowMapping, follows: SignedPlan | None) -> SignedPlan:
    query = select(SIGNATURES).where(SIGNATURES.c.notebook_id == row["notebook_id"], SIGNATURES.c.plan == row["number"])
    signed = connection.execute(query.order_by(SIGNATURES.c.at)).mappings().all()
    return SignedPlan(
        number=row["number"],
        version=row["version"],
        state_hash=row["state_hash"],
        result_hash=row["result_hash"],
        frozen_at=dt.datetime.fromisoformat(row["frozen_at"]) if row["frozen_at"] else None,
        signatures=tuple((s["role"], s["who"], dt.datetime.fromisoformat(s["at"])) for s in signed),
        follows=follows,
    )
