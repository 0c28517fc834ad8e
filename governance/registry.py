"""The registry of AI in use: what is there, approved or not, whoever brought it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scoring.request import AiTier, Stage

# Behind an inventory's own columns in our export; reading the file again finds them by these names.
OUR_COLUMNS = ("Rounds: AI tier", "Rounds: tier confirmed by", "Rounds: approved by")


@dataclass(frozen=True, slots=True, kw_only=True)
class AiUse:
    """One AI use case, as an inventory lists it.

    Args:
        id: The inventory's own id, or its name where it has none.
        stage: None where the inventory's word for it is not known.
        tier: Proposed from the inventory's impact column; None where that is silent. A person confirms it.
        approved_by: Who approved it here; empty while nobody did.
        tier_confirmed_by: Who confirmed the tier; empty while it is only proposed.
        is_request: It stands in our own list of requests, where gates judge it.
        cells: The row as it came, by position, so that it goes out again with its own columns.
    """

    id: str
    name: str
    office: str = ""
    stage: Stage | None = None
    tier: AiTier | None = None
    approved_by: str = ""
    tier_confirmed_by: str = ""
    is_request: bool = False
    cells: tuple[str, ...] = ()

    @property
    def is_found_in_use(self) -> bool:
        """In use, nobody approved it, and nobody asked for it either."""
        return self.stage is Stage.OPERATE and not self.approved_by.strip() and not self.is_request


@dataclass(frozen=True, slots=True, kw_only=True)
class AiRegistry:
    """All known AI uses, with the file they came from and its own headers in order."""

    source_name: str = ""
    headers: tuple[str, ...] = ()
    uses: tuple[AiUse, ...] = ()

    @property
    def found_in_use(self) -> tuple[AiUse, ...]:
        """Uses without approval, in order."""
        return tuple(use for use in self.uses if use.is_found_in_use)

    def use(self, use_id: str) -> AiUse | None:
        """The use with this id; None where there is none."""
        return next((use for use in self.uses if use.id == use_id), None)

    def with_use(self, changed: AiUse) -> AiRegistry:
        """The registry with one use replaced, by id."""
        return replace(self, uses=tuple(changed if use.id == changed.id else use for use in self.uses))
