"""Who takes part, and what their role lets them do: one table, asked by every planning function that records."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planning.notebook import PlanningError


class Action(StrEnum):
    """What a person may do with a notebook."""

    VIEW = "view"
    OPEN = "open a file as a notebook"
    EXPLORE = "explore"
    EDIT_REQUESTS = "edit requests"
    AGREE = "agree weights, limits and rules"
    OVERRIDE = "override"
    APPROVE = "approve AI and pilots"
    ASSUME = "set the discount rate and the useful life"
    SIGN = "sign"
    EXPORT = "export"
    ARCHIVE = "archive notebooks"


# What everybody in the room may do, and what comes on top of it.
_LOOK = frozenset({Action.VIEW})
_ROOM = _LOOK | {Action.OPEN, Action.EXPLORE, Action.EXPORT}
_OFFICE = _ROOM | {Action.EDIT_REQUESTS, Action.ARCHIVE}
_CHIEF = _ROOM | {Action.OVERRIDE, Action.APPROVE, Action.SIGN}
_LEAD = _CHIEF | _OFFICE | {Action.AGREE, Action.ASSUME}

# Whoever has this role sees nothing.
NO_ACCESS = "no access"
# Role -> what it may. Source: ours; who may approve which AI stands in data/ai_approvers.csv on top of it.
ROLES: dict[str, frozenset[Action]] = {
    "viewer": _LOOK,
    "participant": _ROOM,
    "CMIO": _LEAD,
    "CIO": _LEAD,
    "CMO": _CHIEF,
    "CNIO": _CHIEF,
    "finance": _ROOM | {Action.SIGN, Action.ASSUME},
    "portfolio office": _OFFICE | {Action.AGREE, Action.ASSUME},
    "administrator": _OFFICE,
    NO_ACCESS: frozenset(),
}


class NotAllowedError(PlanningError):
    """A role may not do this; the message says who may."""


class NotNamedError(PlanningError):
    """Nobody said yet who is here; nothing is recorded before that."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who takes part, by name and role.

    Raises:
        ValueError: Expected a name and a role of ``ROLES``.
    """

    name: str
    role: str

    def __post_init__(self) -> None:
        if not self.name.strip() or self.role not in ROLES:
            raise ValueError("Expected a name and a role of ROLES.")

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"

    @property
    def known_as(self) -> str:
        """The name without the address that a sign-in adds to it."""
        return self.name.partition(" <")[0]

    def may(self, action: Action) -> bool:
        """Whether the role allows this."""
        return action in ROLES[self.role]


def check_may(person: Person, action: Action) -> None:
    """Let a person pass who may do this.

    Raises:
        NotAllowedError: the role may not; the message names the roles that may.
    """
    if not person.may(action):
        allowed = ", ".join(role for role, actions in ROLES.items() if action in actions)
        raise NotAllowedError(f"The role {person.role} may not {action}. These may: {allowed}.")
