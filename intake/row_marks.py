"""What people mark rows and cells with in a workbook, and no reader of values tells: strokes, outlines, comments."""

from __future__ import annotations

import html
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Mapping
from posixpath import basename, dirname, join, normpath

_FONT = re.compile(rb"<(?:\w+:)?font(?:\s[^>]*)?(?:/>|>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_STRUCK = re.compile(rb"<(?:\w+:)?strike(?:\s+val=[\"'](?:1|true)[\"'])?\s*/?>")
_CELL_STYLES = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FONT_OF_STYLE = re.compile(rb"\bfontId=[\"'](\d+)[\"']")
_STYLED_CELL = re.compile(rb"<c\s(?=[^>]*\bs=[\"'](\d+)[\"'])[^>]*?\br=[\"'][A-Z]{1,3}(\d{1,7})[\"'][^>/]*>")
_OUTLINED_ROW = re.compile(rb"<row\b(?=[^>]*\boutlineLevel=[\"']([1-7])[\"'])[^>]*?\br=[\"'](\d{1,7})[\"']")
_COMMENT = re.compile(
    rb"<(?:\w+:)?comment\b[^>]*\bref=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>(.*?)</(?:\w+:)?comment>", re.DOTALL
)
_WORDS = re.compile(rb"<(?:\w+:)?t\b[^>]*>([^<]*)</(?:\w+:)?t>")
_COMMENTS_PART = re.compile(r"Target=[\"']([^\"']*comments?\d*\.xml)[\"']")
# A list has some comments; a sheet with more is no list that anybody reads them in.
_MOST_COMMENTS, _LONGEST = 5_000, 120


def struck_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    """Numbers of the cell styles whose letters are struck through."""
    part = next((name for name in archive.namelist() if name.endswith("xl/styles.xml")), None)
    if part is None:
        return frozenset()
    xml = archive.read(part)
    if b"strike" not in xml:
        return frozenset()
    struck = {str(k).encode() for k, font in enumerate(_FONT.finditer(xml)) if _STRUCK.search(font[1] or b"")}
    styles = _CELL_STYLES.search(xml)
    found = enumerate(_STYLE.finditer(styles[0])) if styles else ()
    return frozenset(
        str(k).encode() for k, style in found if (font := _FONT_OF_STYLE.search(style[1])) and font[1] in struck
    )


def struck_rows(xml: bytes, styles: Collection[bytes]) -> Mapping[int, int]:
    """How many filled cells of a row are struck through, by row number."""
    if not styles:
        return {}
    return Counter(int(cell[2]) for cell in _STYLED_CELL.finditer(xml) if cell[1] in styles)


def row_levels(xml: bytes) -> Mapping[int, int]:
    """How deep rows stand in the sheet's outline, by row number; rows at its top are left out."""
    if b"outlineLevel=" not in xml:
        return {}
    return {int(row[2]): int(row[1]) for row in _OUTLINED_ROW.finditer(xml)}


def comments_of(archive: zipfile.ZipFile, sheet_part: str) -> Mapping[str, str]:
    """Comments of a sheet by cell, such as C2."""
    relations = join(dirname(sheet_part), "_rels", f"{basename(sheet_part)}.rels")
    names = set(archive.namelist())
    if relations not in names:
        return {}
    found: dict[str, str] = {}
    for target in _COMMENTS_PART.findall(archive.read(relations).decode("utf-8", "replace")):
        part = target.lstrip("/") if target[:1] == "/" else normpath(join(dirname(sheet_part), target))
        if part in names:
            for comment in _COMMENT.finditer(archive.read(part)):
                if len(found) < _MOST_COMMENTS:
                    found[comment[1].decode()] = _text(comment[2])
    return found


def _text(xml: bytes) -> str:
    words = b"".join(_WORDS.findall(xml)).decode("utf-8", "replace")
    return " ".join(html.unescape(words).split())[:_LONGEST]
