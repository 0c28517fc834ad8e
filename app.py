"""Rounds: a planning notebook for digital portfolios in health systems. Run `streamlit run app.py`."""

import streamlit as st

from ui import meeting, reloading
from ui.access import who_is_here
from ui.answers_kept import keep_answers
from ui.parts import run
from ui.screens import SCREENS
from ui.sign_in import let_in
from ui.theme import MARK, apply_theme, logo

st.set_page_config(page_title="Rounds", page_icon=str(MARK), layout="wide")
keep_answers()
apply_theme()
st.logo(str(logo()), size="large")
is_let_in = let_in()
groups: dict[str, list[st.Page]] = {}
for screen in SCREENS:
    page = st.Page(screen.path, title=screen.title, icon=screen.icon, url_path=screen.key)
    groups.setdefault(screen.group, []).append(page)
shown = st.navigation(groups, position="top" if is_let_in else "hidden")
if not is_let_in:
    st.stop()
who_is_here()
reloading.keep_moves()
meeting.show()
run(shown.run)
