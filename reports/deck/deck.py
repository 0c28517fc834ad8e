"""The slides being written: one layout, text as text, charts that stay editable."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from reports.dossier import Dossier
from reports.safe_text import safe

INK, QUIET, PALE, WHITE = "1F3A4D", "5A6B77", "E8EEF2", "FFFFFF"
WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
# The longest text a place on a slide can hold, and the smallest type that is read from the back row, in points.
LONGEST, SMALLEST = 160, 14
_BLANK, _SHORT_TITLE = 6, 44
Box = tuple[float, float, float, float]


class Deck:
    """A presentation, 16:9. Places are (left, top, width, height) in inches."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Inches(WIDTH), Inches(HEIGHT)
        properties = self._file.core_properties
        properties.title = safe(f"{dossier.outcome.notebook.name}: decision", 250)
        properties.author = safe(dossier.made_by or "Rounds", 250)
        self.outline: list[tuple[str, str]] = []
        self._slide: Any = None

    def slide(self, title: str, line: str = "") -> None:
        """A new slide with its title, which says the message, and a line below it."""
        self.outline.append((title, line))
        self._slide = self._file.slides.add_slide(self._file.slide_layouts[_BLANK])
        size = 28 if len(title) <= _SHORT_TITLE else 22
        self.text(title, (MARGIN, 0.4, WIDTH - 2 * MARGIN, 0.7), size=size, is_bold=True)
        if line:
            self.text(line, (MARGIN, 1.1, WIDTH - 2 * MARGIN, 0.5), size=16, color=QUIET)
        outcome = self.dossier.outcome
        version = f", version {self.dossier.version}" if self.dossier.version else ""
        foot = f"{outcome.notebook.name}{version}, {outcome.today.isoformat()}"
        self.text(foot, (MARGIN, HEIGHT - 0.5, WIDTH - 2 * MARGIN, 0.3), size=10, color=QUIET)

    def text(self, text: str, place: Box, *, size: float = 16, color: str = INK, is_bold: bool = False) -> None:
        """Words in their place."""
        frame = self._slide.shapes.add_textbox(*_inches(place)).text_frame
        frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
        _write(frame.paragraphs[0], text, size=size, color=color, is_bold=is_bold)

    def bullets(self, lines: Sequence[str], place: Box, *, size: float = 18) -> None:
        """Sentences one below the other."""
        frame = self._slide.shapes.add_textbox(*_inches(place)).text_frame
        frame.word_wrap, frame.margin_left = True, 0
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(8)
            _write(paragraph, f"\u2022  {line}", size=size, color=INK, longest=2 * LONGEST)

    def figures(self, rows: Sequence[tuple[str, str]], place: Box) -> None:
        """Big figures side by side, each over its label."""
        left, top, width, height = place
        each = width / max(len(rows), 1)
        for k, (label, amount) in enumerate(rows):
            at = left + k * each
            self.text(amount, (at, top, each - 0.1, height / 2), size=22, is_bold=True)
            self.text(label, (at, top + height / 2, each - 0.2, height / 2), size=SMALLEST, color=QUIET)

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[str]], place: Box, widths: Sequence[float]) -> None:
        """A table; widths are shares of the place's width."""
        shape = self._slide.shapes.add_table(len(rows) + 1, len(headers), *_inches(place))
        for k, share in enumerate(widths):
            shape.table.columns[k].width = Emu(round(Inches(place[2]) * share / sum(widths)))
        for n, row in enumerate([headers, *rows]):
            shape.table.rows[n].height = Inches(0.36)
            for k, value in enumerate(row):
                cell = shape.table.cell(n, k)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(INK if n == 0 else WHITE if n % 2 else PALE)
                color = WHITE if n == 0 else INK
                _write(cell.text_frame.paragraphs[0], value, size=SMALLEST, color=color, is_bold=n == 0)

    def chart(
        self,
        categories: Sequence[str],
        series: Mapping[str, Sequence[float]],
        place: Box,
        *,
        colors: Sequence[str],
        number_format: str,
        is_lying: bool = False,
        highest: float | None = None,
    ) -> None:
        """A native chart of clustered bars; the first color is for the first series."""
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = [safe(name, LONGEST) for name in categories] or ["none"]
        for name, amounts in series.items():
            data.add_series(safe(name, LONGEST), list(amounts) or [0.0])
        kind = XL_CHART_TYPE.BAR_CLUSTERED if is_lying else XL_CHART_TYPE.COLUMN_CLUSTERED
        chart: Any = self._slide.shapes.add_chart(kind, *_inches(place), data).chart
        chart.has_title = False
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.font.size, chart.font.color.rgb = Pt(SMALLEST), _rgb(INK)
        chart.value_axis.tick_labels.number_format = number_format
        chart.value_axis.tick_labels.number_format_is_linked = False
        chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(PALE)
        chart.category_axis.reverse_order = is_lying
        if highest is not None:
            chart.value_axis.maximum_scale = highest
        chart.plots[0].gap_width = 60
        for one, color in zip(chart.plots[0].series, colors, strict=True):
            one.format.fill.solid()
            one.format.fill.fore_color.rgb = _rgb(color)

    def close(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _rgb(color: str) -> RGBColor:
    return RGBColor.from_string(color.lstrip("#"))  # type: ignore[no-untyped-call, no-any-return]


def _inches(place: Box) -> tuple[Inches, Inches, Inches, Inches]:
    left, top, width, height = place
    return Inches(left), Inches(top), Inches(width), Inches(height)


def _write(
    paragraph: Any, text: str, *, size: float, color: str, is_bold: bool = False, longest: int = LONGEST
) -> None:
    run = paragraph.add_run()
    run.text = safe(text, longest).replace("\n", " ")
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Calibri"
    run.font.color.rgb = _rgb(color)
    paragraph.alignment = PP_ALIGN.LEFT
