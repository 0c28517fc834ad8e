"""What no file may exceed, and the one way to say that a file can't be used."""

from __future__ import annotations

from intake.finding import FILE_UNREADABLE, Finding, FindingKind

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_UNPACK_RATIO = 50
MAX_TEXT_BYTES = 60 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 15_000
MAX_COLUMNS = 16_384
MAX_CELLS = 2_000_000


class RefusedFileError(Exception):
    """A file that can't be read; ``finding`` says why in one plain sentence."""

    def __init__(self, kind: FindingKind, message: str) -> None:
        super().__init__(message)
        self.finding = Finding(kind=kind, message=message)


def damaged(name: str) -> RefusedFileError:
    """The refusal of a file whose inside can't be read."""
    return RefusedFileError(FILE_UNREADABLE, f"{name} can't be read: it is damaged or not a workbook.")


def megabytes(n_bytes: int) -> str:
    """A size for people, such as "20 MB"."""
    return f"{n_bytes / 1e6:.0f} MB" if n_bytes >= 950_000 else f"{n_bytes / 1e6:.1f} MB"
