"""Kinds of files people take home: how their names end, and their media types."""

from __future__ import annotations

from dataclasses import dataclass

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file.

    Args:
        suffix: File ending with its dot.
        mime: Media type.
    """

    suffix: str
    mime: str


XLSX = FileKind(".xlsx", f"{_OFFICE}spreadsheetml.sheet")
PPTX = FileKind(".pptx", f"{_OFFICE}presentationml.presentation")
DOCX = FileKind(".docx", f"{_OFFICE}wordprocessingml.document")
CSV = FileKind(".csv", "text/csv")
