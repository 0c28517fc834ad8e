"""Every screen of the app, in the order of the meeting. One entry here reaches navigation and the every-page tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its file in pages/, its name and group in the navigation."""

    key: str
    title: str
    group: str
    icon: str

    @property
    def path(self) -> str:
        """The page's file."""
        return f"pages/{self.key}.py"


SCREENS: tuple[Screen, ...] = (
    Screen("load_requests", "Load requests", "Prepare", ":material/upload_file:"),
    Screen("review_gates", "Review gates", "Prepare", ":material/gavel:"),
    Screen("keep_notebooks", "Notebooks", "Prepare", ":material/book_2:"),
    Screen("choose_portfolio", "Choose portfolio", "Plan", ":material/tune:"),
    Screen("explain_choice", "Explain a choice", "Plan", ":material/help:"),
    Screen("trade_off", "Trade off", "Plan", ":material/balance:"),
    Screen("compare_scenarios", "Compare scenarios", "Plan", ":material/compare:"),
    Screen("front_line", "Front line", "Decide", ":material/diversity_3:"),
    Screen("record_decision", "Record decisions", "Decide", ":material/gavel:"),
    Screen("export_results", "Export results", "Decide", ":material/file_save:"),
    Screen("read_log", "Log", "Decide", ":material/history:"),
)


def screen(key: str) -> Screen:
    """The screen with this key.

    Raises:
        KeyError: there is none.
    """
    return {entry.key: entry for entry in SCREENS}[key]
