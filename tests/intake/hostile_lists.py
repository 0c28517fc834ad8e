"""More files that mean harm, each with what must come of it: a refusal's code, or requests and their money."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook

from intake.tables import SAMPLE_WORKBOOK
from tests.intake.hostile import HEADER, ods, ods_cell, package, workbook
from tests.intake.made_lists import text
from tests.intake.old_workbooks import old_error, old_number, old_workbook

LIST = "Project name,Cost\nSepsis alert,100000\nBed board,50000\n"


def cell(place: str, value: object) -> str:
    if isinstance(value, int | float):
        return f"<c r='{place}'><v>{value}</v></c>"
    return f"<c r='{place}' t='inlineStr'><is><t>{value}</t></is></c>"


def row(number: int, title: str, cost: object) -> str:
    return f"<row r='{number}'>{cell(f'A{number}', title)}{cell(f'B{number}', cost)}</row>"


def shared_strings_bomb() -> bytes:
    """Fourteen thousand cells that all show one text of 30,000 letters."""
    strings = f"<?xml version='1.0'?><sst xmlns='x' count='1'><si><t>{'a' * 30_000}</t></si></sst>".encode()
    cells = "".join(f"<row r='{k}'><c r='A{k}' t='s'><v>0</v></c></row>" for k in range(2, 14_000))
    return package(HEADER + cells, extra={"xl/sharedStrings.xml": strings})


def many_merges() -> bytes:
    """Ten thousand merged ranges, one of them over the whole sheet."""
    merges = "".join(f"<mergeCell ref='A{k}:XFD{k}'/>" for k in range(3, 10_000))
    return tail(f"<mergeCells><mergeCell ref='A1:XFD1048576'/>{merges}</mergeCells>")


def tail(xml: str) -> bytes:
    """A list of one request with more XML behind its cells."""
    made = zipfile.ZipFile(io.BytesIO(package(HEADER + row(2, "Sepsis alert", 100_000))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            data = made.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", b"</sheetData>" + xml.encode())
            archive.writestr(name, data)
    return buffer.getvalue()


def lying_zip64() -> bytes:
    """The directory says that a part has four exabytes."""
    data = bytearray(package(HEADER + row(2, "Sepsis alert", 100_000)))
    at = data.find(b"PK\x01\x02")
    data[at + 20 : at + 28] = b"\xff" * 8
    return bytes(data)


def endless_zip() -> bytes:
    """The directory points behind the end of the file."""
    data = bytearray(package(HEADER))
    at = data.rfind(b"PK\x05\x06")
    data[at + 16 : at + 20] = struct.pack("<I", 0x7FFFFFF0)
    return bytes(data)


def many_parts() -> bytes:
    return package(HEADER, extra={f"xl/media/image{k}.png": b"x" for k in range(3_000)})


def climbing_paths() -> bytes:
    return package(HEADER + row(2, "Sepsis alert", 100_000), extra={"../../etc/passwd": b"x", "/tmp/evil.xml": b"<a/>"})


def nested_zip() -> bytes:
    inner = package(HEADER)
    return package(HEADER + row(2, "Sepsis alert", 100_000), extra={"xl/embeddings/book.xlsx": inner})


def prefixed_names() -> bytes:
    """The same workbook with a prefix before every tag."""
    made = zipfile.ZipFile(io.BytesIO(package(HEADER + row(2, "Sepsis alert", 100_000))))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            data = made.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</", b"</x:").replace(b"<c ", b"<x:c ").replace(b"<row", b"<x:row")
                for tag in (b"worksheet", b"sheetData", b"is>", b"t>", b"v>"):
                    data = data.replace(b"<" + tag, b"<x:" + tag)
                data = data.replace(b"xmlns=", b"xmlns:x=")
            archive.writestr(name, data)
    return buffer.getvalue()


def far_prefixed() -> bytes:
    """A cell in the last row and column behind a prefix."""
    return package(HEADER + "<y:row xmlns:y='x' r='1048576'><y:c r='XFD1048576'><y:v>1</y:v></y:c></y:row>")


def rows_upside_down() -> bytes:
    """Rows and cells in any order, the last row first."""
    return package(row(3, "Bed board", 50_000) + row(2, "Sepsis alert", 100_000) + HEADER)


def million_formulas() -> bytes:
    """A sheet of formulas that nobody ever calculated."""

    def formulas(k: int) -> str:
        return "".join(f"<c r='{letter}{k}'><f>A1*{k}</f></c>" for letter in "BCDEFGHIJ")

    rows = (f"<row r='{k}'>{cell(f'A{k}', f'Project {k}')}{formulas(k)}</row>" for k in range(2, 12_000))
    return package(HEADER + "".join(rows))


def many_sheets() -> bytes:
    book = Workbook()
    for k in range(300):
        book.create_sheet(f"S{k}").append(["Project name", "Cost"])
    book.worksheets[7].append(["Sepsis alert", 100_000])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def odd_sheet_names() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "<b>&'\u202e=1"
    sheet.append(["Project name", "Cost"])
    sheet.append(["Sepsis alert", 100_000])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def without_its_sheet() -> bytes:
    made = zipfile.ZipFile(io.BytesIO(package(HEADER)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in made.namelist():
            if "sheet1" not in name:
                archive.writestr(name, made.read(name))
    return buffer.getvalue()


def sample_with_broken_sum() -> bytes:
    """One bit of a part's contents is turned, its check sum is not."""
    data = bytearray(SAMPLE_WORKBOOK.read_bytes())
    data[data.find(b"xl/worksheets/sheet1.xml") + 200] ^= 0x10
    return bytes(data)


def dde() -> bytes:
    link = '<c r=\'A3\' t=\'str\'><f>DDE("cmd","/C calc","x")</f><v>Bed board</v></c>'
    return package(HEADER + row(2, "=cmd|' /C calc'!A0", 100_000) + f"<row r='3'>{link}{cell('B3', 50_000)}</row>")


def huge_numbers() -> bytes:
    third = f"<row r='3'>{cell('A3', 'Bed board')}<c r='B3'><v>1e308</v></c></row>"
    return package(HEADER + row(2, "Sepsis alert", "9" * 400) + third)


def dates_beyond_time() -> bytes:
    impossible = [["Sepsis alert", "31/02/2027", "100000"], ["Bed board", "99999-99-99", "50000"]]
    return text([["Project name", "Start date", "Cost"], *impossible])


def ods_with_a_script() -> bytes:
    rows = (("Project name", "Cost"), ("Sepsis alert", "$100,000"))
    made = ods("".join(f"<table:table-row>{''.join(map(ods_cell, cells))}</table:table-row>" for cells in rows))
    buffer = io.BytesIO(made)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("Basic/Standard/Module1.xml", b'<script>Shell("calc")</script>')
    return buffer.getvalue()


def ods_without_end() -> bytes:
    return ods("<table:table-row><table:table-cell>")


def ods_deep() -> bytes:
    return ods("<table:table-row>" + "<text:span>" * 20_000)


def word_document() -> bytes:
    return package_of({"word/document.xml": b"<a/>", "_rels/.rels": b"<a/>"})


def two_columns_of_a_name() -> bytes:
    return workbook(["Project name", "Cost", "Cost"], ["Sepsis alert", 100_000, 1])


def decimal_commas() -> bytes:
    return b"Project name;Cost\nSepsis alert;100.000,50\nBed board;50.000,25\n"


# name: (bytes, code of the refusal or None, requests, their money; None where nothing is said about it)
FILES: Mapping[str, tuple[Callable[[], bytes], str | None, int, float | None]] = {
    "strings.xlsx": (shared_strings_bomb, "file_too_large", 0, None),
    "merges.xlsx": (many_merges, None, 1, 100_000),
    "zip64.xlsx": (lying_zip64, "file_too_large", 0, None),
    "endless.xlsx": (endless_zip, "file_unreadable", 0, None),
    "parts.xlsx": (many_parts, "file_too_large", 0, None),
    "climbing.xlsx": (climbing_paths, None, 1, 100_000),
    "nested.xlsx": (nested_zip, None, 1, 100_000),
    "prefixed.xlsx": (prefixed_names, None, 1, 100_000),
    "far prefixed.xlsx": (far_prefixed, "file_too_large", 0, None),
    "upside down.xlsx": (rows_upside_down, None, 2, 150_000),
    "formulas.xlsx": (million_formulas, None, 11_998, 0),
    "sheets.xlsx": (many_sheets, None, 1, 100_000),
    "names.xlsx": (odd_sheet_names, None, 1, 100_000),
    "no sheet.xlsx": (without_its_sheet, "file_unreadable", 0, None),
    "bit.xlsx": (sample_with_broken_sum, "file_unreadable", 0, None),
    "dde.xlsx": (dde, None, 2, 150_000),
    "numbers.xlsx": (huge_numbers, None, 2, 0),
    "beyond.csv": (dates_beyond_time, None, 2, 150_000),
    "script.ods": (ods_with_a_script, None, 1, 100_000),
    "cut.ods": (ods_without_end, "file_unreadable", 0, None),
    "deep.ods": (ods_deep, "file_unreadable", 0, None),
    "errors.xls": (lambda: old_workbook(old_number(0, 0, 1), old_error(1, 1, 42)), None, 0, None),
    "cut.xls": (lambda: old_workbook(old_number(0, 0, 1))[:1500], "file_unreadable", 0, None),
    "half.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 504, "file_unreadable", 0, None),
    "utf8 mark.csv": (lambda: LIST.encode("utf-8-sig"), None, 2, 150_000),
    "utf16 mark.csv": (lambda: LIST.encode("utf-16"), None, 2, 150_000),
    "utf16 be.csv": (lambda: LIST.encode("utf-16-be"), None, 2, 150_000),
    "utf32.csv": (lambda: LIST.encode("utf-32"), None, 2, 150_000),
    "two marks.csv": (lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + LIST.encode(), None, 2, 150_000),
    "odd utf16.csv": (lambda: LIST.encode("utf-16")[:-1], None, 2, None),
    "surrogates.csv": (lambda: LIST.encode().replace(b"Bed", b"\xed\xa0\x80Bed"), None, 2, 150_000),
    "emoji.csv": (lambda: LIST.replace("Bed", "\U0001f6cf\ufe0f Bed").encode(), None, 2, 150_000),
    "mixed.csv": (lambda: b"Project name;Cost\nSepsis alert;100000\nBed board,50000\n", None, 2, None),
    "sep.csv": (lambda: b"sep=|\nProject name|Cost\nSepsis alert|100000\n", None, 1, 100_000),
    "bars.csv": (lambda: LIST.replace(",", "|").encode(), None, 2, 150_000),
    "returns.csv": (lambda: LIST.replace("\n", "\r").encode(), None, 2, 150_000),
    "controls.csv": (lambda: LIST.replace("Bed", "B\x07\x1b[31med").encode(), None, 2, 150_000),
    "quotes.csv": (lambda: b'Project name,Cost\n"' + b"x\n" * 9_000, None, 1, None),
    "long cell.csv": (lambda: b"Project name,Cost\n" + b"x" * 1_200_000 + b",100000\n", "file_unreadable", 0, None),
    "many commas.csv": (lambda: LIST.encode() + b"," * 3_000_000, "file_too_large", 0, None),
    "blank lines.csv": (lambda: LIST.encode() + b"\n" * 200_000, None, 2, 150_000),
    "wide header.csv": (lambda: text([[f"Cost {k}" for k in range(16_384)], ["1"] * 16_384]), None, 0, None),
    "archive.mht": (lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "file_wrong_kind", 0, None),
    "xml.xls": (lambda: b"<?xml version='1.0'?><a><b/></a>", "file_wrong_kind", 0, None),
    "word.docx": (word_document, "file_wrong_kind", 0, None),
    "plain.zip": (lambda: package_of({"list.csv": LIST.encode()}), "file_wrong_kind", 0, None),
    "same names.xlsx": (two_columns_of_a_name, None, 1, None),
    "decimal commas.csv": (decimal_commas, None, 2, 150_000.75),
}  # fmt: skip


def package_of(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()
