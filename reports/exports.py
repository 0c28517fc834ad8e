"""Every file people can take home. One entry here reaches screen and command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.deck import build_deck
from reports.documents.letters import build_letters
from reports.documents.note import build_briefs, build_note
from reports.dossier import Dossier
from reports.file_kinds import CSV, DOCX, PPTX, XLSX, FileKind
from reports.funded_csv import funded_csv
from reports.previews import (
    Preview,
    briefs_preview,
    csv_preview,
    deck_preview,
    letters_preview,
    note_preview,
    workbook_preview,
)
from reports.workbook import build_workbook

# File systems take no more than some 255 bytes.
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One kind of file.

    Args:
        key: Name on the command line.
        label: Name on screen.
        title: What the file is, in its name.
        audience: Who it is for.
        purpose: What it is for, in a sentence or two.
        kind: How its name ends, and its media type.
        build: Dossier -> bytes; never solves again.
        preview: Dossier -> two columns of words that say what the file will say.
        has_prices: Whether it says what rules cost.
        has_changes: Whether it says what changed since the last meeting.
    """

    key: str
    label: str
    title: str
    audience: str
    purpose: str
    kind: FileKind
    build: Callable[[Dossier], bytes]
    preview: Callable[[Dossier], Preview]
    has_prices: bool = False
    has_changes: bool = False

    @property
    def suffix(self) -> str:
        """File ending with its dot."""
        return self.kind.suffix

    @property
    def mime(self) -> str:
        """Media type."""
        return self.kind.mime

    @property
    def reader(self) -> str:
        """The audience inside a sentence."""
        return self.audience[:1].lower() + self.audience[1:]

    @property
    def file_kind(self) -> str:
        """The label inside a sentence."""
        return self.label[:1].lower() + self.label[1:]

    def file_name(self, dossier: Dossier) -> str:
        """Notebook, what it is, version and date, as a person would name it, safe on every system."""
        return file_name(dossier, self.title, self.kind)


def file_name(dossier: Dossier, title: str, kind: FileKind) -> str:
    """Notebook, what the file is, version and date, safe on every system."""
    outcome = dossier.outcome
    name = " ".join(_fit_for_a_name(outcome.notebook.name).strip("- ")[:_LONGEST_NAME].split()) or "Portfolio"
    what, edition = (_fit_for_a_name(words)[:_LONGEST_NAME] for words in (title, dossier.edition))
    return f"{name}, {what}{edition}, {outcome.today.isoformat()}{kind.suffix}"


def _fit_for_a_name(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_, " else "-" for c in text)


EXPORTS: tuple[Export, ...] = (
    Export(
        key="finance-xlsx", label="Workbook", title="workbook for finance", audience="Finance", kind=XLSX,
        build=build_workbook, preview=workbook_preview, has_prices=True, has_changes=True,
        purpose="Money by year, people by quarter, every request with its reason. Formulas are live: change the "
        "discount rate or strike a request and totals follow.",
    ),
    Export(
        key="board-pptx", label="Slides", title="slides for the board", audience="The board", kind=PPTX,
        build=build_deck, preview=deck_preview, has_changes=True,
        purpose="Seven slides: the decision, every request in one picture, money, people, what is not funded and why, "
        "what changed, what may go wrong.",
    ),
    Export(
        key="letters-docx", label="Letters", title="letters to sponsors", audience="Sponsors", kind=DOCX,
        build=build_letters, preview=letters_preview,
        purpose="A page for each request: funded or not, why, and what would change the answer.",
    ),
    Export(
        key="note-docx", label="Front-line note", title="note for the front line", audience="The front line", kind=DOCX,
        build=build_note, preview=note_preview,
        purpose="One page in plain words: what comes, what takes time, what has to wait.",
    ),
    Export(
        key="briefs-docx", label="Briefs", title="briefs by audience",
        audience="Physicians, nurses, executives, vendors, legal and IT", kind=DOCX,
        build=build_briefs, preview=briefs_preview,
        purpose="For each audience the best argument for the plan, the best against it, and what would change it.",
    ),
    Export(
        key="funded-csv", label="Funded requests", title="funded requests", audience="Other systems", kind=CSV,
        build=funded_csv, preview=csv_preview,
        purpose="One row for each funded request, in the columns of our own layout. Rounds reads it back.",
    ),
)  # fmt: skip
