"""Signing: a plan is frozen once every role that must has signed the same moment of the notebook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, insert, select, update

from planning.database import StoreError, reading, writing
from planning.people import Action, Person, check_may
from planning.store import Store
from planning.store_rows import moment_text, open_clashes, standing, version_row
from planning.tables import PLANS, SIGNATURES

# Who signs a plan; with all of them it is frozen.
SIGNERS = ("CMIO", "CIO")
MOVED_ON = "The notebook was changed since this was shown, so nothing was recorded. Look at it as it stands now."


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPlan:
    """One plan of a notebook: the moment it stands for and who signed it.

    Args:
        number: 1 for the first; a later plan follows the one before.
        version: The moment of the notebook.
        signatures: (role, name, moment) triples, the earliest first.
    """

    number: int
    version: int
    result_hash: str
    frozen_at: dt.datetime | None
    signatures: tuple[tuple[str, str, dt.datetime], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles that still have to sign."""
        signed = {role for role, _, _ in self.signatures}
        return tuple(role for role in SIGNERS if role not in signed)


def plans(store: Store, notebook_id: str) -> tuple[SignedPlan, ...]:
    """Every plan of a notebook that somebody signed, the latest first."""
    with reading(store.engine) as connection:
        query = select(PLANS).where(PLANS.c.notebook_id == notebook_id).order_by(PLANS.c.number.desc())
        return tuple(_plan(connection, row) for row in connection.execute(query).mappings().all())


def sign(store: Store, notebook_id: str, version: int, result_hash: str, *, by: Person, at: dt.datetime) -> SignedPlan:
    """Sign a moment of a notebook and its result; with the last signature it is frozen for good.

    Raises:
        NotAllowedError: the role may not sign.
        StoreError: the moment is not the latest, a clash waits, the plan is frozen, the role or the person has signed
            already, or the result is not the one the others signed.
    """
    check_may(by, Action.SIGN)
    with writing(store.engine) as connection:
        if standing(connection, notebook_id).number != version:
            raise StoreError(MOVED_ON)
        if open_clashes(connection, notebook_id):
            raise StoreError("Two people changed one place at once: choose on the screen Notebooks before you sign.")
        row = _plan_row(connection, notebook_id, version, result_hash)
        if row["result_hash"] != result_hash:
            raise StoreError("The portfolio is not the one that was signed before: open it again.")
        plan = _plan(connection, row)
        _check_signer(plan, by)
        facts = {"notebook_id": notebook_id, "plan": plan.number, "role": by.role, "who": by.name}
        connection.execute(insert(SIGNATURES).values(**facts, at=moment_text(at)))
        signed = _plan(connection, row)
        if not signed.missing and signed.frozen_at is None:
            where = (PLANS.c.notebook_id == notebook_id) & (PLANS.c.number == plan.number)
            connection.execute(update(PLANS).where(where).values(frozen_at=moment_text(at)))
        return _plan(connection, _plan_row(connection, notebook_id, version, result_hash))


def _check_signer(plan: SignedPlan, by: Person) -> None:
    """Let a person pass whose signature the plan still takes: another role's and another person's than those on it."""
    if plan.frozen_at is not None:
        raise StoreError("This plan is frozen: nothing is added to it.")
    for role, name, _ in plan.signatures:
        if role == by.role:
            raise StoreError(f"The {by.role} has signed this plan already.")
        if name.strip().casefold() == by.name.strip().casefold():
            raise StoreError(f"{name} has signed this plan already, as {role}: it takes another person.")


def _plan_row(connection: Connection, notebook_id: str, version: int, result_hash: str) -> RowMapping:
    """The plan of a moment, begun where nobody signed it yet."""
    mine = select(PLANS).where(PLANS.c.notebook_id == notebook_id)
    row = connection.execute(mine.where(PLANS.c.version == version)).mappings().first()
    if row is not None:
        return row
    number = len(connection.execute(mine).all()) + 1
    facts = {"notebook_id": notebook_id, "number": number, "version": version, "result_hash": result_hash}
    state = version_row(connection, notebook_id, version).state_hash
    connection.execute(insert(PLANS).values(**facts, state_hash=state))
    return connection.execute(mine.where(PLANS.c.version == version)).mappings().one()


def _plan(connection: Connection, row: RowMapping) -> SignedPlan:
    query = select(SIGNATURES).where(SIGNATURES.c.notebook_id == row["notebook_id"], SIGNATURES.c.plan == row["number"])
    signed = connection.execute(query.order_by(SIGNATURES.c.at)).mappings().all()
    return SignedPlan(
        number=row["number"],
        version=row["version"],
        result_hash=row["result_hash"],
        frozen_at=dt.datetime.fromisoformat(row["frozen_at"]) if row["frozen_at"] else None,
        signatures=tuple((s["role"], s["who"], dt.datetime.fromisoformat(s["at"])) for s in signed),
    )
