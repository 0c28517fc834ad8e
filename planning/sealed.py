"""A sealed file: a zip that carries the hash of all its own bytes, so that one changed byte is noticed."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

from planning.notebook import PlanningError

# The seal stands last in the file, as the zip's comment.
_LENGTH = 64
_OPEN = b"0" * _LENGTH
# One date for all entries: equal contents give equal files.
_DATE = (2000, 1, 1, 0, 0, 0)


class BrokenSealError(PlanningError):
    """A file that is no sealed file, or no longer the one that was written."""


def seal(files: Mapping[str, bytes]) -> bytes:
    """Files by name as one sealed file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, body)
        archive.comment = _OPEN
    data = out.getvalue()
    return data[:-_LENGTH] + seal_of(data).encode()


def seal_of(data: bytes) -> str:
    """The seal these bytes must carry."""
    return hashlib.sha256(data[:-_LENGTH] + _OPEN).hexdigest()


def unseal(data: bytes) -> dict[str, bytes]:
    """Files by name.

    Raises:
        BrokenSealError: a byte was changed, the file is cut short, or it is another kind of file.
    """
    if not data.startswith(b"PK"):
        raise BrokenSealError("This is no file of Rounds: it is not a zip.")
    if data[-_LENGTH:] != seal_of(data).encode():
        raise BrokenSealError(
            "The file is not as it was written: at least one byte was changed, or its end is missing."
        )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}
