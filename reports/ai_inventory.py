"""The AI inventory as a workbook: its own columns as they came, then what was confirmed here."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from governance.registry import OUR_COLUMNS, AiRegistry
from intake.ai_inventory import USUAL_HEADERS, cells_for
from intake.template import cell_text


def inventory_workbook(registry: AiRegistry) -> bytes:
    """Every use in order, every cell as text. Reading it again gives the same uses, tiers and approvals."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "AI inventory"
    headers = registry.headers or USUAL_HEADERS
    _write(sheet, 1, (*headers, *OUR_COLUMNS))
    for row, use in enumerate(registry.uses, start=2):
        ours = (str(use.tier or ""), use.tier_confirmed_by, use.approved_by)
        _write(sheet, row, (*cells_for(headers, use), *ours))
    sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(sheet: Worksheet, row: int, texts: tuple[str, ...]) -> None:
    for k, text in enumerate(texts, start=1):
        if text:
            cell = sheet.cell(row, k)
            cell.value, cell.data_type = cell_text(text), "s"
            cell.quotePrefix = text[:1] in "=+-@"
