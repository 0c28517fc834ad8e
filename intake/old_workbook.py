"""Looking into an old binary workbook (.xls) before its reader does: how far its sheets reach, and its error cells.

Layout as in Microsoft's published descriptions of compound files [MS-CFB] and of the binary file format [MS-XLS].
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from intake.cells import Broken
from intake.refusal import damaged

_END_OF_CHAIN = 0xFFFFFFFA
_HEADER_FAT_SECTORS = 109
_SMALL_SECTOR = 64
_STREAMS = ("Workbook", "Book")
_BOF, _EOF, _SHEET = 0x0809, 0x000A, 0x0085
_BOOL_OR_ERROR, _MANY_RK = 0x0205, 0x00BD
# Records of cells with something in them; all begin with row and column.
_CELLS = {0x0203, 0x00FD, 0x027E, _MANY_RK, 0x0204, 0x0006, _BOOL_OR_ERROR, 0x00D6}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(slots=True)
class OldSheet:
    """One sheet of an old workbook: rows and columns it reaches over, and its error values by row and column index."""

    n_rows: int = 0
    n_columns: int = 0
    errors: dict[int, dict[int, Broken]] = field(default_factory=dict)


def look_into(data: bytes, name: str) -> Mapping[str, OldSheet]:
    """What each sheet of an old workbook reaches over, by name; empty where the bytes hold no such workbook.

    Raises:
        RefusedFileError: the file is damaged.
    """
    try:
        stream = _workbook_stream(data)
        return _sheets(stream) if stream else {}
    except (struct.error, IndexError, ValueError) as error:
        raise damaged(name) from error


def _workbook_stream(data: bytes) -> bytes:
    shift, n_fat = struct.unpack_from("<H", data, 30)[0], struct.unpack_from("<I", data, 44)[0]
    size = 1 << shift
    if shift not in (9, 12):
        raise ValueError("Expected sectors of 512 or 4096 bytes.")
    first_directory, small, next_list = (struct.unpack_from("<I", data, at)[0] for at in (48, 56, 68))
    listed = list(struct.unpack_from(f"<{_HEADER_FAT_SECTORS}I", data, 76))
    seen: set[int] = set()
    while next_list < _END_OF_CHAIN and next_list not in seen:
        seen.add(next_list)
        entries = struct.unpack_from(f"<{size // 4}I", data, (next_list + 1) * size)
        listed += entries[:-1]
        next_list = entries[-1]
    fat: list[int] = []
    for sector in listed[: min(n_fat, len(data) // size + 1)]:
        if sector < _END_OF_CHAIN:
            fat += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    directory = _chain(data, fat, first_directory, size)
    for at in range(0, len(directory) - 127, 128):
        entry = directory[at : at + 128]
        n_name = struct.unpack_from("<H", entry, 64)[0]
        if entry[: max(n_name - 2, 0)].decode("utf-16-le", "ignore") in _STREAMS:
            start, length = struct.unpack_from("<II", entry, 116)
            if length >= small:
                return _chain(data, fat, start, size)[:length]
            # A short stream lies in small sectors, inside the stream of the root entry.
            inner = b"\0" * _SMALL_SECTOR + _chain(data, fat, struct.unpack_from("<I", directory, 116)[0], size)
            small_fat = _chain(data, fat, struct.unpack_from("<I", data, 60)[0], size)
            links = list(struct.unpack(f"<{len(small_fat) // 4}I", small_fat[: len(small_fat) // 4 * 4]))
            return _chain(inner, links, start, _SMALL_SECTOR)[:length]
    return b""


def _chain(data: bytes, fat: list[int], sector: int, size: int) -> bytes:
    parts, seen = [], 0
    while sector < _END_OF_CHAIN and seen <= len(fat):
        parts.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = fat[sector]
        seen += 1
    return b"".join(parts)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(kind, start, length) of every record from a place on."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        at += 4 + length


def _sheets(stream: bytes) -> dict[str, OldSheet]:
    found: dict[str, OldSheet] = {}
    for kind, at, length in _records(stream, 0):
        if kind == _EOF:
            break
        if kind == _SHEET and length >= 8:
            n, is_wide = stream[at + 6], stream[at + 7] & 1
            raw = stream[at + 8 : at + 8 + n * (1 + is_wide)]
            name = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
            found[name] = _reach(stream, struct.unpack_from("<I", stream, at)[0])
    return found


def _reach(stream: bytes, begin: int) -> OldSheet:
    sheet, depth = OldSheet(), 0
    for kind, at, length in _records(stream, begin):
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif kind in _CELLS and length >= 6:
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + length - 2)[0] if kind == _MANY_RK else column
            sheet.n_rows, sheet.n_columns = max(sheet.n_rows, row + 1), max(sheet.n_columns, last + 1)
            if kind == _BOOL_OR_ERROR and length >= 8 and stream[at + 7]:
                sheet.errors.setdefault(row, {})[column] = Broken(_ERRORS.get(stream[at + 6], "#ERROR"))
    return sheet
