"""The slides being written: one layout, text as text, charts that stay editable."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from reports.deck.charts import (
    INK,
    LONGEST,
    PALE,
    QUIET,
    SMALLEST,
    WHITE,
    Box,
    Cloud,
    add_bars,
    add_clouds,
    in_inches,
    rgb,
)
from reports.dossier import Dossier
from reports.safe_text import safe

WIDTH, HEIGHT, MARGIN = 13.333, 7.5, 0.6
_TITLE_ONLY, _SHORT_TITLE = 5, 44


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
        self._slide = self._file.slides.add_slide(self._file.slide_layouts[_TITLE_ONLY])
        size = 28 if len(title) <= _SHORT_TITLE else 22
        # A title of its own, so that outlines and screen readers find it.
        place = self._slide.shapes.title
        place.left, place.top, place.width, place.height = in_inches((MARGIN, 0.4, WIDTH - 2 * MARGIN, 0.7))
        place.text_frame.margin_left, place.text_frame.vertical_anchor = 0, MSO_ANCHOR.MIDDLE
        _write(place.text_frame.paragraphs[0], title, size=size, color=INK, is_bold=True)
        if line:
            self.text(line, (MARGIN, 1.1, WIDTH - 2 * MARGIN, 0.5), size=16, color=QUIET)
        outcome = self.dossier.outcome
        foot = f"{outcome.notebook.name}{self.dossier.edition}, {outcome.today.isoformat()}"
        self.text(foot, (MARGIN, HEIGHT - 0.5, WIDTH - 2 * MARGIN, 0.3), size=10, color=QUIET)

    def text(self, text: str, place: Box, *, size: float = 16, color: str = INK, is_bold: bool = False) -> None:
        """Words in their place."""
        frame = self._slide.shapes.add_textbox(*in_inches(place)).text_frame
        frame.word_wrap, frame.margin_left, frame.margin_right = True, 0, 0
        _write(frame.paragraphs[0], text, size=size, color=color, is_bold=is_bold)

    def bullets(self, lines: Sequence[str], place: Box, *, size: float = 18) -> None:
        """Sentences one below the other."""
        frame = self._slide.shapes.add_textbox(*in_inches(place)).text_frame
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
        shape = self._slide.shapes.add_table(len(rows) + 1, len(headers), *in_inches(place))
        for k, share in enumerate(widths):
            shape.table.columns[k].width = Emu(round(Inches(place[2]) * share / sum(widths)))
        for n, row in enumerate([headers, *rows]):
            shape.table.rows[n].height = Inches(0.36)
            for k, value in enumerate(row):
                cell = shape.table.cell(n, k)
                cell.margin_top = cell.margin_bottom = Inches(0.03)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.fill.solid()
                cell.fill.fore_color.rgb = rgb(INK if n == 0 else WHITE if n % 2 else PALE)
                color = WHITE if n == 0 else INK
                _write(cell.text_frame.paragraphs[0], value, size=SMALLEST, color=color, is_bold=n == 0)

    def bars(self, categories: Sequence[str], series: Mapping[str, Sequence[float]], place: Box, **looks: Any) -> None:
        """A native chart of clustered bars; ``looks`` as ``add_bars`` takes them."""
        add_bars(self._slide, categories, series, place, **looks)

    def clouds(self, series: Sequence[Cloud], place: Box, *, titles: tuple[str, str]) -> None:
        """A native chart of points, one mark for each series."""
        add_clouds(self._slide, series, place, titles=titles)

    def close(self) -> bytes:
        """The file's bytes."""
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()


def _write(
    paragraph: Any, text: str, *, size: float, color: str, is_bold: bool = False, longest: int = LONGEST
) -> None:
    run = paragraph.add_run()
    run.text = safe(text, longest).replace("\n", " ")
    run.font.size, run.font.bold, run.font.name = Pt(size), is_bold, "Calibri"
    run.font.color.rgb = rgb(color)
    paragraph.alignment = PP_ALIGN.LEFT
