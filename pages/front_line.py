"""Front line: what the plan means for one department, in plain words."""

from collections.abc import Sequence

import streamlit as st

from planning.recording import has_moves
from reports.front_line import Line, departments, front_line_view
from ui import parts, state
from ui.plain_text import plain


def show_lines(lines: Sequence[Line], nothing: str) -> None:
    """One request after the other: its title, what happens with it, what it changes."""
    if not lines:
        st.markdown(nothing)
    for line in lines:
        with st.container(border=True, gap="xxsmall"):
            st.markdown(f"**{plain(line.title)}**")
            st.markdown(f"{line.says} {line.effect}")


current = parts.open_page("Front line", "There is no plan to look at yet.")
outcome = parts.portfolio_to_ask_about()
choices = departments(outcome)
if not choices:
    st.info("The list names no department, neither one that asks nor one that is touched.", icon=":material/info:")
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    one = st.selectbox("Your department", choices, key="front_line_department", persist_state="session", width=320)
    if has_moves(state.agreed(), current):
        st.markdown(":orange-badge[Not decided yet: the room still moves weights]")
view = front_line_view(outcome, str(one))
st.markdown(f"**{plain(view.summary)}**")
coming, waiting = st.columns(2, gap="large")
with coming:
    st.subheader("What is coming", anchor=False)
    show_lines(view.coming, "Nothing this time.")
with waiting:
    st.subheader("What has to wait", anchor=False)
    show_lines(view.waiting, "Nothing has to wait.")
