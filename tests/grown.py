"""A planning workbook of any size, grown from the sample: varied copies of its requests, and limits to match."""

from __future__ import annotations

import io
from random import Random

import openpyxl

from intake.tables import SAMPLE_WORKBOOK

SCALED = ("capital_", "opex_", "hours_", "annual_benefit")
RATED = ("clinical_value", "burden_reduction", "regulatory_need")
MANDATE = ("mandate_type", "mandate_rule", "mandate_deadline", "mandate_group")


def grown_workbook(n: int, seed: int = 0) -> bytes:
    """n requests: the sample's, then copies with costs, hours and ratings of their own and without mandates."""
    random, book = Random(seed), openpyxl.load_workbook(SAMPLE_WORKBOOK)
    sheet = book["Requests"]
    headers = [cell.value for cell in sheet[1]]
    rows = [dict(zip(headers, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    for k in range(len(rows), n):
        copied = _copied(rows[k % 60], k // 60, random)
        sheet.append([copied[header] for header in headers])
    for name, first in (("Budget", 2), ("Capacity", 6)):
        for cells in book[name].iter_rows(min_row=2, min_col=first):
            for cell in cells:
                if isinstance(cell.value, (int, float)) and cell.value > 100:
                    cell.value = round(cell.value * n / 60)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _copied(row: dict, turn: int, random: Random) -> dict:
    copied, size = dict(row), random.lognormvariate(0, 0.5)
    copied["request_id"] = f"{row['request_id']}-{turn}"
    copied["title"] = f"{row['title']} {turn}"
    for key in ("depends_on", "exclusive_group"):
        if copied[key]:
            copied[key] = ";".join(f"{part.strip()}-{turn}" for part in str(copied[key]).split(";"))
    copied.update({key: "none" if key == "mandate_type" else None for key in MANDATE})
    for key, value in row.items():
        if key.startswith(SCALED) and isinstance(value, (int, float)):
            copied[key] = round(value * size * random.uniform(0.8, 1.2))
        elif key in RATED and isinstance(value, (int, float)):
            copied[key] = round(min(max(value + random.uniform(-2, 2), 0), 10), 1)
    return copied
