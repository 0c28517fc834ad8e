"""Files that mean harm or are broken, made small here: bytes by name. Larger ones are made on the fly."""

from __future__ import annotations

import datetime as dt
import io
import random
import warnings
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook

from intake.tables import SAMPLE_WORKBOOK
from tests.intake.old_workbooks import old_number, old_workbook

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEADER = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>Project name</t></is></c>"
    "<c r='B1' t='inlineStr'><is><t>Cost</t></is></c></row>"
)


def package(
    sheet_data: str, *, prologue: str = "", extra: Mapping[str, bytes] | None = None, book_attributes: str = ""
) -> bytes:
    """A small workbook around hand-written sheet XML."""
    parts = {
        "[Content_Types].xml": (
            "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
            "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
            "<Default Extension='xml' ContentType='application/xml'/>"
            "<Override PartName='/xl/workbook.xml' ContentType="
            "'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'/>"
            "<Override PartName='/xl/worksheets/sheet1.xml' ContentType="
            "'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'/></Types>"
        ),
        "_rels/.rels": (
            "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{RELATIONS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
        ),
        "xl/workbook.xml": (
            f"<?xml version='1.0'?><workbook xmlns='{NAMESPACE}' xmlns:r='{RELATIONS}'>{book_attributes}"
            "<sheets><sheet name='List' sheetId='1' r:id='r1'/></sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": (
            "<?xml version='1.0'?><Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
            f"<Relationship Id='r1' Type='{RELATIONS}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"
        ),
        "xl/worksheets/sheet1.xml": (
            f"<?xml version='1.0'?>{prologue}<worksheet xmlns='{NAMESPACE}'>"
            f"<sheetData>{sheet_data}</sheetData></worksheet>"
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return buffer.getvalue()


def workbook(*rows: object) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)  # type: ignore[arg-type]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bomb() -> bytes:
    """A part of 150 MB of nothing in 150 kB."""
    return package(HEADER, extra={"xl/media/zeros.bin": b"\0" * (150 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """A part that says it is small: the declared size is changed in both directories."""
    big = b" " * (30 * 1024 * 1024)
    data = package(HEADER, extra={"xl/sharedStrings.xml": big})
    size = len(big).to_bytes(4, "little")
    return data.replace(size, (1000).to_bytes(4, "little"))


def far_cell() -> bytes:
    return package(HEADER + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")


def far_nameless_cell() -> bytes:
    return package(HEADER + "<row r='1048576'>" + "<c/>" * 16383 + "<c><v>1</v></c></row>")


def laughs() -> bytes:
    entities = "".join(f"<!ENTITY e{k} '{f'&e{k - 1};' * 10}'>" for k in range(1, 10))
    return package(
        HEADER + "<row r='2'><c r='A2' t='inlineStr'><is><t>&e9;</t></is></c></row>",
        prologue=f"<!DOCTYPE x [<!ENTITY e0 'ha'>{entities}]>",
    )


def outside_entity() -> bytes:
    return package(
        HEADER + "<row r='2'><c r='A2' t='inlineStr'><is><t>&file;</t></is></c></row>",
        prologue="<!DOCTYPE x [<!ENTITY file SYSTEM 'file:///etc/passwd'>]>",
    )


def million_rows_xlsx() -> bytes:
    rows = "".join(f"<row r='{k}'><c r='A{k}'><v>{k * 7919 % 1000003}</v></c></row>" for k in range(2, 1_000_001))
    return package(HEADER + rows)


def million_rows_csv() -> bytes:
    return b"Project name,Cost\n" + b"".join(b"P%d,%d\n" % (k, k) for k in range(1_000_000))


def wide_csv() -> bytes:
    return ",".join(f"Column {k}" for k in range(20_000)).encode() + b"\n" + b",".join([b"1"] * 20_000)


def ods(content: str) -> bytes:
    buffer = io.BytesIO()
    spaces = (
        "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    )
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'/>",
        )
        archive.writestr(
            "content.xml",
            f"<?xml version='1.0'?><office:document-content {spaces}><office:body><office:spreadsheet>"
            f"<table:table table:name='List'>{content}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def ods_cell(text: str, repeat: str = "") -> str:
    return f"<table:table-cell office:value-type='string'{repeat}><text:p>{text}</text:p></table:table-cell>"


def ods_bomb() -> bytes:
    row = ods_cell("x", " table:number-columns-repeated='16384'")
    return ods(f"<table:table-row table:number-rows-repeated='1048576'>{row}</table:table-row>")


def ods_list() -> bytes:
    rows = (("Project name", "Cost"), ("Sepsis warning", "$120,000"), ("Bed board", "$80,000"))
    tail = (
        "<table:table-row table:number-rows-repeated='1048570'>"
        "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    )
    return ods("".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows) + tail)


def page() -> bytes:
    return b"<html><body><table><tr><td>Project name</td></tr></table></body></html>"


def protected() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512


def truncated() -> bytes:
    data = SAMPLE_WORKBOOK.read_bytes()
    return data[: len(data) // 2]


def scrambled() -> bytes:
    data = bytearray(SAMPLE_WORKBOOK.read_bytes())
    chance = random.Random(7)
    for _ in range(400):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def twice_the_same_part() -> bytes:
    buffer = io.BytesIO(SAMPLE_WORKBOOK.read_bytes())
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    return buffer.getvalue()


def errors_in_cells() -> bytes:
    cells = "".join(
        f"<row r='{k}'><c r='A{k}' t='inlineStr'><is><t>Project {k}</t></is></c>"
        f"<c r='B{k}' t='e'><v>{error}</v></c></row>"
        for k, error in enumerate(("#REF!", "#N/A", "#DIV/0!"), start=2)
    )
    return package(HEADER + cells)


def formula_without_value() -> bytes:
    return package(
        HEADER
        + "<row r='2'><c r='A2' t='inlineStr'><is><t>Sepsis warning</t></is></c><c r='B2'><f>1000*25</f></c></row>"
    )


def macro_workbook() -> bytes:
    return package(HEADER, extra={"xl/vbaProject.bin": b"Sub AutoOpen()"})


def external_link() -> bytes:
    return package(
        HEADER + "<row r='2'><c r='A2' t='inlineStr'><is><t>A</t></is></c><c r='B2'><f>[1]S!A1</f><v>5</v></c></row>",
        extra={"xl/externalLinks/externalLink1.xml": b"<externalLink/>"},
    )


def dates_of_1904() -> bytes:
    book = Workbook()
    book.epoch = dt.datetime(1904, 1, 1)
    sheet = book.worksheets[0]
    sheet.append(["Project name", "Start date", "Cost"])
    sheet.append(["Sepsis warning", dt.datetime(2027, 7, 1), 250_000])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


SMALL: Mapping[str, Callable[[], bytes]] = {
    "empty.xlsx": bytes,
    "blank.csv": lambda: b"\n\n ,,\n",
    "nul.csv": lambda: b"Project name,Cost\nSep\x00sis,100000\n",
    "only_nul.csv": lambda: b"\0" * 5000,
    "noise.csv": lambda: random.Random(3).randbytes(5000),
    "noise.xlsx": lambda: b"PK\x03\x04" + random.Random(4).randbytes(5000),
    "noise.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(5).randbytes(5000),
    "truncated.xlsx": truncated,
    "scrambled.xlsx": scrambled,
    "twice.xlsx": twice_the_same_part,
    "page.xls": page,
    "far.xls": lambda: old_workbook(old_number(0, 0, 1), old_number(65535, 255, 1)),
    "protected.xlsx": protected,
    "laughs.xlsx": laughs,
    "outside.xlsx": outside_entity,
    "far.xlsx": far_cell,
    "far_nameless.xlsx": far_nameless_cell,
    "errors.xlsx": errors_in_cells,
    "formula.xlsx": formula_without_value,
    "macro.xlsm": macro_workbook,
    "link.xlsx": external_link,
    "1904.xlsx": dates_of_1904,
    "list.ods": ods_list,
    "bomb.ods": ods_bomb,
    "wide.csv": wide_csv,
    "picture.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "letter.pdf": lambda: b"%PDF-1.7 ...",
    "data.json": lambda: b'[{"title": "x"}]',
    "old.xml": lambda: b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>",
    "one_cell.csv": lambda: b"x",
    "only_header.csv": lambda: b"Project name,Cost\n",
    "right_to_left.csv": "Project name,Cost\n\u202eevil\u202c,100000\n\u05e9\u05dc\u05d5\u05dd,50000\n".encode,
    "markup.csv": lambda: b"Project name,Cost\n<script>alert(1)</script>,100000\n**bold** ![x](http://e.x),50000\n",
    "not_numbers.csv": lambda: (
        b"Project name,Cost\nA thing,NaN\nB thing,inf\nC thing,1e400\nD thing,-1e999\nE thing,50000\n"
    ),
    "quote.csv": lambda: b'Project name,Cost\n"Sepsis,100000\nBed board,50000\nScheduling,70000\nPager,1,2,3,4,5,6\n',
    "utf16.csv": lambda: "Project name\tCost\nSepsis\t100000\n".encode("utf-16"),
    "formulas.csv": lambda: b"Project name,Cost\n=cmd|'/c calc'!A1,100000\n@SUM(1),50000\n+1,70000\n-2,80000\n",
    "long_title.csv": lambda: b"Project name,Cost\n" + b"x" * 200_000 + b",100000\n",
    "deep_xml.xlsx": lambda: package("<row>" * 50_000),
}
LARGE: Mapping[str, Callable[[], bytes]] = {
    "bomb.xlsx": bomb,
    "lying.xlsx": lying_bomb,
    "million.xlsx": million_rows_xlsx,
    "million.csv": million_rows_csv,
}
