"""What kind of file the bytes are, whatever the name says; kinds we don't read are refused by name."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from intake.finding import FILE_PROTECTED, FILE_WRONG_KIND
from intake.refusal import RefusedFileError, damaged

ZIP_START = b"PK\x03\x04"
OLE_START = b"\xd0\xcf\x11\xe0"

# First bytes of kinds that are dropped on us by mistake, and what people call them.
_OTHER_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)"),
    (b"Rar!", "a compressed file (RAR)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"MIME-Version:", "a web page archive"),
)
_OLE_OTHERS: tuple[tuple[str, str], ...] = (
    ("WordDocument", "a Word document"),
    ("PowerPoint Document", "a PowerPoint presentation"),
    ("__substg1.0", "an e-mail message"),
    ("VisioDocument", "a Visio drawing"),
    ("Props9", "a Microsoft Project plan"),
)
_PAGE = re.compile(rb"^\s*(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|table|meta|div|style)\b", re.I | re.S)
_OLD_XML = re.compile(rb"^\s*<\?xml.{0,400}?(urn:schemas-microsoft-com:office:spreadsheet|progid=\"Excel)", re.I | re.S)
_XML = re.compile(rb"^\s*<\?xml\b", re.I)
_JSON = re.compile(rb"^\s*(\{\s*\"|\[\s*[\[{])")


class FileKind(StrEnum):
    """The kinds that are read."""

    WORKBOOK = "workbook"
    TEXT = "text"


def file_kind(data: bytes, name: str) -> FileKind:
    """Workbook or text table.

    Raises:
        RefusedFileError: it is another kind of file, or protected by a password.
    """
    if data.startswith(ZIP_START):
        return _zip_kind(data, name)
    if data.startswith(OLE_START):
        return _ole_kind(data, name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:4096].decode("utf-16", errors="ignore").encode()
    for start, what in _OTHER_STARTS:
        if head.startswith(start):
            raise _wrong(name, what)
    if _PAGE.match(head):
        raise _wrong(name, "a web page saved under a spreadsheet's name")
    if _OLD_XML.match(head):
        raise _wrong(name, "an Excel 2003 XML spreadsheet")
    if _XML.match(head):
        raise _wrong(name, "an XML file")
    if _JSON.match(head):
        raise _wrong(name, "a JSON file")
    return FileKind.TEXT


def _zip_kind(data: bytes, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise damaged(name) from error
    if "xl/workbook.xml" in names or any(n.endswith(("/workbook.xml", "content.xml")) for n in names):
        return FileKind.WORKBOOK
    if any(n.endswith("workbook.bin") for n in names):
        raise _wrong(name, "a binary Excel workbook (.xlsb)")
    for part, what in (("word/", "a Word document"), ("ppt/", "a PowerPoint presentation"), ("Index/", "Numbers")):
        if any(n.startswith(part) for n in names):
            raise _wrong(name, "an Apple Numbers document" if what == "Numbers" else what)
    if not any(n.endswith(".rels") for n in names):
        raise _wrong(name, "a ZIP archive")
    return FileKind.WORKBOOK


def _ole_kind(data: bytes, name: str) -> FileKind:
    if _utf16("EncryptedPackage") in data:
        raise RefusedFileError(FILE_PROTECTED, f"{name} is protected by a password.")
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        for stream, what in _OLE_OTHERS:
            if _utf16(stream) in data:
                raise _wrong(name, what)
    return FileKind.WORKBOOK


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _wrong(name: str, what: str) -> RefusedFileError:
    return RefusedFileError(FILE_WRONG_KIND, f"{name} is {what}, not a workbook or a CSV table.")
