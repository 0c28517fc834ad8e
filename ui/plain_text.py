"""Text that somebody else wrote, made safe for places that read Markdown."""

from __future__ import annotations

_MARKDOWN_SIGNS = "\\`*_{}[]()#+-.!|<>~$:^=&"


def plain(text: str) -> str:
    """Text from a workbook or a person, shown as typed."""
    return "".join(f"\\{sign}" if sign in _MARKDOWN_SIGNS else sign for sign in text.replace("\n", " "))
