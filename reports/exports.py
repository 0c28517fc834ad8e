"""Every file people can take home. One entry here reaches screen and command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.dossier import Dossier
from reports.workbook import build_workbook

# File systems take no more than some 255 bytes.
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """One kind of file.

    Args:
        key: Name on the command line.
        label: Name on screen.
        audience: Who it is for.
        suffix: File ending with its dot.
        mime: Media type.
        build: Dossier -> bytes; never solves again.
    """

    key: str
    label: str
    audience: str
    suffix: str
    mime: str
    build: Callable[[Dossier], bytes]

    def file_name(self, dossier: Dossier) -> str:
        """A name with notebook, version and date, safe on every system."""
        outcome = dossier.outcome
        kept = "".join(c if c.isalnum() or c in "-_" else "-" for c in outcome.notebook.name).strip("-")[:_LONGEST_NAME]
        version = f"-v{dossier.version}" if dossier.version else ""
        return f"{kept or 'portfolio'}-{self.key}{version}-{outcome.today.isoformat()}{self.suffix}"


EXPORTS: tuple[Export, ...] = (
    Export(
        key="finance-xlsx",
        label="Portfolio workbook",
        audience="Finance",
        suffix=".xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        build=build_workbook,
    ),
)
