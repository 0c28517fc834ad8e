"""How cells of the workbook look: one name for each kind of cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

INK, PAPER, LINE = "#1F3A4D", "#FFFFFF", "#B8C4CC"
BLUE, ORANGE, GREEN, RED, GRAY = "#1E88C9", "#D9702B", "#5E9C4B", "#C62F3B", "#8E969E"
MONEY = '#,##0.00_);[Red](#,##0.00);"-"_)'
HOURS = '#,##0.0_);[Red](#,##0.0);"-"_)'
POINTS = "0.00_);[Red](0.00)"
SHARE, COUNT, DAY, YEARS = "0.0%", "0", "yyyy-mm-dd", "0.0"
FACTOR = "0.0000"

_TOP = {"valign": "top"}
# Behind a number that stands on the right, words need a gap.
_WRAPPED = {"valign": "top", "text_wrap": True, "align": "left", "indent": 1}
_TOTAL = {"bold": True, "top": 1, "top_color": INK}
# Blue on yellow is an input: whoever works with models knows it.
_INPUT = {"font_color": "#0000FF", "bg_color": "#FFF8DC", "border": 1, "border_color": LINE}
_BOLD = {"valign": "top", "bold": True}
_LEFT = {"valign": "top", "align": "left"}

# Styles of cells that hold words.
WORDS = ("text", "wrapped", "yes", "label", "day")
STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "text": _TOP,
    "quoted text": {**_TOP, "quote_prefix": True},
    "wrapped": _WRAPPED,
    "quoted wrapped": {**_WRAPPED, "quote_prefix": True},
    "title": {"bold": True, "font_size": 16, "font_color": INK},
    "note": {"font_color": "#5A6B77", "valign": "top", "text_wrap": True},
    "heading": {"bold": True, "font_size": 12, "font_color": INK, "bottom": 1, "bottom_color": INK},
    "number heading": {"bold": True, "font_size": 12, "font_color": INK, "bottom": 1, "bottom_color": INK,
                       "align": "right"},
    "aside": {"valign": "top", "align": "left", "indent": 1},
    "header": {"bold": True, "font_color": PAPER, "bg_color": INK, "text_wrap": True, "valign": "top"},
    "number header": {
        "bold": True, "font_color": PAPER, "bg_color": INK, "text_wrap": True, "valign": "top", "align": "right",
    },
    "label": {"valign": "top", "text_wrap": True},
    "total label": _TOTAL,
    "payback": {"valign": "top", "align": "right", "num_format": YEARS},
    "check": {"align": "center", "num_format": MONEY},
    "yes": {**_INPUT, "align": "center", "valign": "top"},
    **{
        f"{name}{suffix}": {**look, "num_format": number_format}
        for suffix, look in (("", _TOP), (" total", _TOTAL), (" input", _INPUT), (" left", _LEFT), (" bold", _BOLD))
        for name, number_format in (
            ("money", MONEY), ("hours", HOURS), ("points", POINTS), ("share", SHARE), ("count", COUNT),
            ("day", DAY), ("years", YEARS), ("factor", FACTOR),
        )
    },
}  # fmt: skip
