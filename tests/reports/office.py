"""LibreOffice without a screen: workbooks worked out anew, files turned into other formats."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl

FORMULA_VALUE = re.compile(rb"(</f>)<v>[^<]*</v>")


def without_values(data: bytes) -> bytes:
    """The workbook with no formula's value stored: whoever opens it has to work each one out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, FORMULA_VALUE.sub(rb"\1", body) if name.startswith("xl/worksheets/sheet") else body)
    return out.getvalue()


def converted(data: bytes, suffix: str, to: str, folder: Path) -> bytes:
    """A file in another format, such as "pdf", as LibreOffice makes it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "LibreOffice is needed: apt-get install libreoffice-calc"
    path = folder / f"from{suffix}"
    path.write_bytes(data)
    out = folder / "out"
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to]
    subprocess.run([*command, "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=240)
    return next(out.glob(f"from.{to.partition(':')[0]}")).read_bytes()


def recalculated(data: bytes, folder: Path) -> bytes:
    """The workbook with every formula worked out by LibreOffice, none of the stored values used."""
    return converted(without_values(data), ".xlsx", "xlsx:Calc MS Excel 2007 XML", folder)


def values(data: bytes) -> dict[tuple[str, str], object]:
    """What each cell shows, by sheet and cell."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return {(s.title, c.coordinate): c.value for s in book for row in s.iter_rows() for c in row if c.value is not None}


def formulas(data: bytes) -> dict[tuple[str, str], str]:
    """The formula of each cell that has one, by sheet and cell."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {
        (s.title, c.coordinate): str(c.value) for s in book for row in s.iter_rows() for c in row if c.data_type == "f"
    }
