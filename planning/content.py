"""Content: whether two parts of a notebook say the same, told fast and again and again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

PARTS_REMEMBERED = 256


class _Same:
    """A part by identity. Remembered parts stay alive, so that an identity is never given to another meanwhile."""

    __slots__ = ("part",)

    def __init__(self, part: Any) -> None:
        self.part = part

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.part is self.part


def fingerprint(part: object) -> str:
    """A short text that is the same for parts that say the same, read once for each frozen value.

    Args:
        part: A frozen value whose ``repr`` tells all of it, such as requests, limits or a plan.
    """
    return _fingerprint(_Same(part))


@lru_cache(maxsize=PARTS_REMEMBERED)
def _fingerprint(same: _Same) -> str:
    return hashlib.sha256(repr(same.part).encode()).hexdigest()
