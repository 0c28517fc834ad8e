"""Space and type that Streamlit's own theme settings can't reach: one small style sheet, no text from outside."""

from pathlib import Path

import streamlit as st

MARK = Path(__file__).with_name("mark.svg")
LOGOS = {False: MARK.with_name("logo_light.svg"), True: MARK.with_name("logo_dark.svg")}
LIGHT_INK, DARK_INK = "#1D2A33", "#E8EEF2"

_STYLE = """
[data-testid="stMainBlockContainer"] {padding: 3.6rem 1.6rem 0.6rem;}
[data-testid="stMetricValue"] {font-size: 1.7rem; line-height: 1.2;}
[data-testid="stVerticalBlock"] {gap: 0.6rem;}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {color: inherit !important; opacity: 1;}
[data-testid="stLayoutWrapper"]:has(> .st-key-who) {position: fixed; top: 0.45rem; right: 3.2rem; width: auto;}
[data-testid="stLayoutWrapper"]:has(> .st-key-who) {z-index: 999991;}
.st-key-who {align-items: center; flex-wrap: nowrap;}
.st-key-saved p {white-space: nowrap; max-width: 24rem; overflow: hidden; text-overflow: ellipsis;}
[data-testid="stElementContainer"].st-key-remembered {position: absolute; width: 0; height: 0; overflow: hidden;}
:is(.st-key-undo, .st-key-redo, .st-key-reset, .st-key-limits_panel) button [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
}
h1 {font-size: 1.9rem !important; padding: 0 0 0.55rem !important;}
:is([data-testid="stWidgetLabel"], [data-testid^="stBaseButton"], [data-testid="stPopoverButton"], summary,
  [data-testid="stButtonGroup"], [data-testid="stTopNavSection"], [data-testid="stTab"], [data-testid="stRadioOption"],
  [data-testid="stProgress"]) [data-testid="stMarkdownContainer"] p {font-size: 14px;}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {font-size: 14px;}
[data-testid="stFileUploaderDropzoneInstructions"] span {font-size: 14px !important;}
[data-testid="stElementContainer"][data-retained="true"] {position: absolute;}
[data-testid="stLayoutWrapper"]:has(> [data-testid="stVerticalBlock"]:empty) {display: none;}
.st-key-changes {flex-wrap: nowrap;}
.st-key-room {
  --room-height: max(32rem, calc(100vh - 4.3rem)); --room-list: max(190px, calc(46vh - 120px)); --room-filters: 3.1rem;
  position: relative;
}
[data-testid="stMain"]:has(.st-key-meeting) .st-key-room {
  --room-height: max(32rem, calc(100vh - 7.1rem)); --room-list: 28vh;
}
.st-key-room > [data-testid="stLayoutWrapper"]:has(> .st-key-filters) {
  position: absolute; z-index: 1; left: 0; bottom: calc(var(--room-list) + 0.2rem);
  width: calc((100% - 2rem) * 3.5 / 4.95);
}
.st-key-room > [data-testid="stLayoutWrapper"]:has(> .st-key-limits_way) {
  position: absolute; z-index: 1; top: 0; right: 0; width: auto;
}
.st-key-filters {flex-wrap: nowrap;}
.st-key-filters .stMarkdown p {white-space: nowrap;}
.st-key-limits_way {align-items: flex-end;}
@media (max-width: 800px) {
  .st-key-room > [data-testid="stLayoutWrapper"]:has(> .st-key-filters) {position: static; width: 100%;}
  .st-key-filters {flex-wrap: wrap;}
}
.st-key-limits_way button {min-height: 1.9rem; padding-top: 0; padding-bottom: 0;}
[data-testid="stLayoutWrapper"]:has(> .st-key-reasons) {
  flex: none !important; height: calc(100vh - 12.5rem) !important;
}
.st-key-reasons, .st-key-reasons > div, .st-key-reasons [data-testid="stFullScreenFrame"] {
  height: 100%; min-height: 0 !important;
}
[data-testid="stLayoutWrapper"]:has(> .st-key-preview_list) {
  max-height: max(12rem, calc(round(down, 100vh - 22.5rem, 30px) + 38px));
}
[data-testid="stLayoutWrapper"]:is(:has(> .st-key-open_decisions_list), :has(> .st-key-decisions_list)) {
  max-height: calc(round(down, 100vh - 24.3rem, 30px) + 38px);
}
[data-testid="stLayoutWrapper"]:has(> .st-key-door) {margin: 16vh auto 0;}
.st-key-way_there, .st-key-way_back, [class*="st-key-watch_"] {
  position: absolute; width: 0; height: 0; overflow: hidden;
}
[data-testid="stLayoutWrapper"]:has(> .st-key-log_entries_list) {
  max-height: calc(round(down, 100vh - 21.8rem, 30px) + 38px);
}
"""
# The dark theme's primary color is bright, so that it reads on dark ground; on it, text must be dark.
_DARK_STYLE = """
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] * {color: #06202F !important;}
"""


def is_dark() -> bool:
    """Whether this browser shows the dark theme."""
    return bool(st.context.theme.type == "dark")


def ink() -> str:
    """The color of text in this browser's theme, for charts."""
    return DARK_INK if is_dark() else LIGHT_INK


def logo() -> Path:
    """The product's name, readable on this browser's ground."""
    return LOGOS[is_dark()]


def apply_theme() -> None:
    """Tighter margins, so that the room's screen needs no scrolling at 1280 x 720."""
    st.html(f"<style>{_STYLE}{_DARK_STYLE if is_dark() else ''}</style>")
