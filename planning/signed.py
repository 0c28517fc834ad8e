"""Signed plans: which moment of a notebook each stands for, who signed it, and the frozen one it follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

# Who signs a plan; with all of them it is frozen.
SIGNERS = ("CMIO", "CIO")
# Characters of a hash that people compare by eye.
_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPlan:
    """One version of a notebook's plan: the moment it stands for, who signed it and what it follows.

    Args:
        number: 1 for the first version.
        version: The moment of the notebook.
        state_hash: The hash of the notebook at that moment.
        result_hash: The hash of its portfolio.
        signatures: (role, name, moment) triples, the earliest first.
        follows: The frozen version it takes the place of; None for the first.
    """

    number: int
    version: int
    state_hash: str
    result_hash: str
    frozen_at: dt.datetime | None
    signatures: tuple[tuple[str, str, dt.datetime], ...]
    follows: SignedPlan | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Roles that still have to sign."""
        signed = {role for role, _, _ in self.signatures}
        return tuple(role for role in SIGNERS if role not in signed)


def last_frozen(plans: Sequence[SignedPlan]) -> SignedPlan | None:
    """The frozen version that a new one would follow; None where none is frozen."""
    return max((plan for plan in plans if plan.frozen_at), key=lambda plan: plan.number, default=None)


def signed_words(plan: SignedPlan) -> str:
    """A version by its number, the moment it stands for, who signed it when, and the hash of its portfolio."""
    names = " and ".join(f"{name} ({role}) on {at.astimezone():%Y-%m-%d %H:%M}" for role, name, at in plan.signatures)
    return f"version {plan.number} (after change {plan.version}), signed by {names}, hash {plan.result_hash[:_SHOWN]}"


def version_sentences(plans: Sequence[SignedPlan], state_hash: str) -> tuple[str, ...]:
    """Which version of the plan a notebook stands at, and which frozen one it follows; none before any signature.

    Args:
        plans: All versions, the latest first.
        state_hash: The hash of the notebook as it stands.
    """
    if not plans:
        return ()
    latest, frozen = plans[0], last_frozen(plans)
    if latest.state_hash != state_hash:
        if frozen is None:
            return (_standing(latest), "The notebook was changed since: signing begins anew.")
        return (f"Version {latest.number + 1}, not signed yet, follows {signed_words(frozen)}.",)
    before = latest.follows
    return (_standing(latest), *([f"Version {latest.number} follows {signed_words(before)}."] if before else []))


def _standing(plan: SignedPlan) -> str:
    words = signed_words(plan)
    frozen = f", frozen on {plan.frozen_at.astimezone():%Y-%m-%d %H:%M}" if plan.frozen_at else ""
    missing = f" Still to sign: {', '.join(plan.missing)}." if plan.missing else ""
    return f"{words[0].upper()}{words[1:]}{frozen}.{missing}"
