"""Text from people, made fit for a file: every kind of file we write holds it, as text."""

from __future__ import annotations

import re

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# What XML has no place for beyond control characters: halves of a pair, and two signs that are none.
_NO_SIGN = re.compile("[\ud800-\udfff\ufffe\uffff]")
_CUT = " [cut]"


def safe(text: str, longest: int = 32_767) -> str:
    """The text without characters that XML can't hold, each line end one sign, cut with a mark where it is too long.

    Args:
        longest: Characters it may have; what a cell of a workbook holds.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = _NO_SIGN.sub("\ufffd", ILLEGAL_CHARACTERS_RE.sub("\ufffd", lines))
    return cleaned if len(cleaned) <= longest else cleaned[: longest - len(_CUT)] + _CUT
