"""Workbooks of the old binary kind, written record by record."""

from __future__ import annotations

import struct


def old_workbook(*cells: bytes) -> bytes:
    """A small compound file with one stream of records: a sheet called S and its cells."""
    sheet = b"".join((_record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)), *cells, _record(0x000A, b"")))
    head = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    name = struct.pack("<IBBBB", len(head) + 13 + 4, 0, 0, 1, 0) + b"S"
    stream = head + _record(0x0085, name) + _record(0x000A, b"") + sheet
    stream = stream.ljust(8192, b"\0")
    n = len(stream) // 512
    chain = [*range(3, n + 2), 0xFFFFFFFE]
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *chain, *[0xFFFFFFFF] * (126 - n))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 2, len(stream)) + b"\0" * 256
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 10 + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    return header + b"\xff" * (512 - len(header)) + fat + directory + stream


def old_number(row: int, column: int, value: float) -> bytes:
    return _record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def old_error(row: int, column: int, code: int) -> bytes:
    return _record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _entry(name: str, kind: int, start: int, length: int) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBIII", len(raw), kind, 1, 0xFFFFFFFF, 1 if kind == 5 else 0xFFFFFFFF, 0xFFFFFFFF)
    return (raw.ljust(64, b"\0") + links).ljust(116, b"\0") + struct.pack("<II", start, length) + b"\0" * 4
