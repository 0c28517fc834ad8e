"""A document being written: quiet type, text as text, the same head and foot on every paper."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from reports.dossier import Dossier
from reports.safe_text import safe

INK = RGBColor(0x1F, 0x3A, 0x4D)
# Longer text would not fit the one page a letter has.
_LONGEST = 2_000
_WIDTHS = (Cm(4.2), Cm(12))


class Paper:
    """A document with a footer that says where it comes from."""

    def __init__(self, dossier: Dossier, title: str) -> None:
        self._document: Document = docx.Document()
        style = self._document.styles["Normal"]
        style.font.name, style.font.size = "Calibri", Pt(11)
        style.paragraph_format.space_after = Pt(6)
        section = self._document.sections[0]
        section.left_margin = section.right_margin = Cm(2.4)
        section.top_margin = section.bottom_margin = Cm(2.0)
        outcome = dossier.outcome
        foot = (
            f"{outcome.notebook.name}{dossier.edition}, {outcome.today.isoformat()}. One set of numbers in every paper."
        )
        self._style(section.footer.paragraphs[0], foot, size=8, color=RGBColor(0x5A, 0x6B, 0x77))
        properties = self._document.core_properties
        properties.title, properties.author = safe(title, 250), safe(dossier.made_by or "Rounds", 250)

    def heading(self, text: str, *, size: float = 14, gap: float = 10) -> None:
        """A heading."""
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(gap)
        paragraph.paragraph_format.keep_with_next = True
        self._style(paragraph, text, size=size, color=INK, is_bold=True)

    def sentence(self, text: str) -> None:
        """A paragraph."""
        self._document.add_paragraph(safe(text, _LONGEST))

    def bullet(self, text: str) -> None:
        """An entry of a list."""
        self._document.add_paragraph(safe(text, _LONGEST), style="List Bullet")

    def pairs(self, rows: Sequence[tuple[str, str]]) -> None:
        """Labels beside what they say."""
        if not rows:
            return
        table = self._document.add_table(rows=0, cols=2)
        table.autofit = False
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = width
        for label, text in rows:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = _WIDTHS
            self._style(cells[0].paragraphs[0], label, size=11, color=INK, is_bold=True)
            cells[1].paragraphs[0].add_run(safe(text, _LONGEST))

    def page_break(self) -> None:
        """Go on on a new page."""
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def close(self) -> bytes:
        """The document's bytes."""
        out = io.BytesIO()
        self._document.save(out)
        return out.getvalue()

    @staticmethod
    def _style(paragraph: Paragraph, text: str, *, size: float, color: RGBColor, is_bold: bool = False) -> None:
        run = paragraph.add_run(safe(text, _LONGEST))
        run.font.size, run.font.color.rgb, run.font.bold = Pt(size), color, is_bold
