"""Parts that several screens use: the empty state, how sure an answer is, the download row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from intake.tables import SAMPLE_WORKBOOK
from planning.notebook import PlanningError, PlanningNotebook
from planning.outcome import Outcome
from planning.worker import Answer, Stage
from portfolio.selection import SolveStatus
from reports import wording
from reports.exports import EXPORTS
from ui import downloading, loading, state, taking
from ui.plain_text import plain
from ui.screens import screen

T = TypeVar("T")


def badges(ids: Sequence[str], color: str) -> str:
    """Ids as Markdown badges, which never break in the middle; "none" where there are none."""
    return " ".join(f":{color}-badge[{plain(request_id)}]" for request_id in ids) or "none"


def run(page: Callable[[], None]) -> None:
    """Draw a page; what planning refuses on the way is said in its place."""
    try:
        page()
    except PlanningError as error:
        st.error(plain(str(error)), icon=":material/error:")


def open_sample() -> None:
    """Open the sample organization."""
    loading.open_file(SAMPLE_WORKBOOK.read_bytes(), SAMPLE_WORKBOOK.name)


def empty_state(what: str) -> None:
    """Say what is missing, where it comes from, and offer the sample."""
    st.info(f"{what} Load a workbook first, or open the sample organization.", icon=":material/info:")
    with st.container(horizontal=True):
        loading = screen("load_requests")
        if st.button("Go to Load requests", key="empty_go", icon=loading.icon):
            st.switch_page(loading.path)
        st.button("Open the sample", key="empty_sample", type="primary", on_click=open_sample)


def open_page(
    title: str, nothing: str, opened: Callable[[], PlanningNotebook | None] = state.draft
) -> PlanningNotebook:
    """A screen's title and the notebook it is about; where there is none it says so, and draws nothing else.

    Args:
        nothing: What is said without requests.
        opened: The draft, or the notebook as it is agreed.
    """
    st.title(title, anchor=False)
    found = opened()
    if found is None or not found.requests:
        empty_state(nothing)
        st.stop()
    return found


def portfolio_to_ask_about() -> Outcome:
    """The plan that questions are about; where no portfolio fits the screen says why, and draws nothing else."""
    outcome = outcome_to_ask_about()
    if not outcome.selection.has_portfolio:
        show_collision(outcome)
        st.stop()
    return outcome


# Seconds a page waits before it shows that work is under way, and between its looks.
GLANCE, LOOK_AGAIN = 3.0, 1.0


def show_when_ready(
    ask: Callable[[float], Answer[T]], show: Callable[[T], None], words: str, *, glance: float = GLANCE
) -> None:
    """Show an answer as soon as it is known; until then say what is being worked on, and look again by itself.

    Args:
        ask: Seconds to wait -> the answer so far.
        words: What is being worked on.
        glance: Seconds to wait: while a page waits, it hears no other question.
    """
    answer = ask(glance)
    if answer.error:
        st.error(plain(answer.error), icon=":material/error:")
    elif answer.is_over:
        if answer.value is not None:
            show(answer.value)
    else:
        look_again(ask, words)


@st.fragment(run_every=LOOK_AGAIN)
def look_again(ask: Callable[[float], Answer[T]], words: str) -> None:
    """Say what is being worked on, and draw the page again as soon as it is known."""
    if ask(0.0).is_over:
        state.draw_again()
    st.info(words, icon=":material/hourglass_top:")


# How often a screen that shows a provisional answer looks for the proof.
# Seconds.
LOOK_FOR_PROOF = 0.5


def show_proof(answer: Answer[Outcome], show: Callable[[], object]) -> None:
    """How sure a provisional answer is; the screen takes over the proven one by itself as soon as it is there.

    Args:
        show: What stands behind these words.
    """
    if answer.is_over:
        _proof_row(answer, show)
    else:
        _watch_proof(answer, show)


def has_more_than(shown: Answer[Outcome]) -> bool:
    """Whether more is known by now than the screen shows of an answer that is being proven."""
    answer = state.look()
    return answer.is_over or _says_more(answer, shown)


def _watch_proof(shown: Answer[Outcome], show: Callable[[], object]) -> None:
    """What the page shows, then whatever is known since."""
    _look_for_proof(shown, show, [])


@st.fragment(run_every=LOOK_FOR_PROOF)
def _look_for_proof(shown: Answer[Outcome], show: Callable[[], object], looks: list[Answer[Outcome]]) -> None:
    # Drawn with its page, it shows what the page does; only after that is there something new to look for.
    answer = state.look(wait=0.0) if looks else shown
    looks[:] = [answer]
    if answer.is_over or _says_more(answer, shown):
        state.draw_again()
    _proof_row(answer, show)


def _says_more(answer: Answer[Outcome], shown: Answer[Outcome]) -> bool:
    """Whether a better portfolio or a closer bound is known than the whole screen shows."""
    if answer.value is None or shown.value is None:
        return answer.value is not shown.value
    now, before = answer.value, shown.value
    return (now.funded, wording.shortfall(now)) != (before.funded, wording.shortfall(before))


def _proof_row(answer: Answer[Outcome], show: Callable[[], object]) -> None:
    words, button = st.columns([6.5, 1], vertical_alignment="center")
    with words.container(key="changes"):
        if said := how_sure(answer):
            st.markdown(said)
        show()
    with button:
        show_proof_button(answer)


def how_sure(answer: Answer[Outcome]) -> str:
    """How sure a provisional answer is, as Markdown; empty where there is none."""
    has_one = answer.value is not None and answer.value.selection.has_portfolio
    return f":orange-badge[Provisional] {plain(proof_words(answer))}" if has_one else ""


@dataclass(frozen=True, slots=True)
class ProofButton:
    """What can be done about a proof: its key, its words, what it is for, and what a press does."""

    key: str
    label: str
    help: str
    press: Callable[[], None]


GO_ON = ProofButton("go_on", "Go on", "Go on looking for the proof", state.go_on_proving)
STOP = ProofButton("stop_proof", "Stop", "Keep this answer, unproven", state.stop_proof)


def proof_button(answer: Answer[Outcome]) -> ProofButton:
    """Stop a proof, or go on with one that has ended without an answer."""
    return GO_ON if answer.is_over else STOP


def show_proof_button(answer: Answer[Outcome]) -> None:
    """The button about a proof, as an element of its own."""
    button = proof_button(answer)
    st.button(button.label, key=button.key, help=button.help, on_click=button.press)


def proof_words(answer: Answer[Outcome]) -> str:
    """How sure an answer is and what goes on, in one line."""
    if answer.value is None:
        return ""
    sure = wording.shortfall(answer.value)
    if answer.error:
        return f"{sure}. The proof failed: {answer.error}"
    if not answer.is_over:
        return f"{sure}. Proving\u2026"
    how = "Stopped" if answer.stage is Stage.STOPPED else "Not proven in time"
    return f"{sure}. {how} after {answer.seconds:.0f} s."


def outcome_to_ask_about() -> Outcome:
    """The plan that questions are about: proven, or left unproven on purpose, which it then says.

    Until either, the screen says what goes on and looks again by itself; nothing else is drawn.
    """
    answer = state.look(wait=GLANCE)
    outcome = answer.value
    if outcome is None:
        st.stop()
    if outcome.selection.has_portfolio and not outcome.selection.is_final:
        show_proof(answer, lambda: None if answer.is_over else st.markdown("What is asked here follows the proof."))
        if not answer.is_over:
            st.stop()
    elif not outcome.selection.has_portfolio and not answer.is_over:
        show_nothing_yet(answer, outcome)
        st.stop()
    return outcome


def show_nothing_yet(answer: Answer[Outcome], outcome: Outcome) -> None:
    """No portfolio: that none fits and why, or that none is found yet and what goes on."""
    if answer.error:
        st.error(plain(answer.error), icon=":material/error:")
    elif outcome.selection.status is SolveStatus.INFEASIBLE:
        show_collision(outcome)
        if not answer.is_over:
            _watch_proof(answer, lambda: st.markdown("Looking for the smallest set of rules that collide\u2026"))
    elif answer.is_over:
        how = "Stopped" if answer.stage is Stage.STOPPED else "Time ran out"
        st.warning(f"{how} before any portfolio was found that keeps all rules.", icon=":material/timer_off:")
        st.button("Go on", key="go_on", on_click=state.go_on_proving)
    else:
        _watch_proof(
            answer, lambda: st.info("Looking for a portfolio that keeps all rules\u2026", icon=":material/search:")
        )


def show_collision(outcome: Outcome) -> None:
    """No portfolio fits: say so, say why, draw nothing."""
    st.error(f"**{outcome.selection.message}**", icon=":material/block:")
    for sentence in wording.why_nothing_fits(outcome):
        st.markdown(f"- {plain(sentence)}")


def download_row(outcome: Outcome) -> None:
    """A button for finance's workbook, made when it is pressed; every other export has a screen of its own."""
    export = EXPORTS[0]
    dossier = taking.dossier(outcome) if outcome.selection.has_portfolio else None
    is_ready = outcome.selection.is_final and dossier is not None
    downloading.offer(
        export.label,
        downloading.File(
            export.file_name(dossier) if dossier else export.key,
            export.mime,
            taking.file_of(export, dossier) if dossier else bytes,
        ),
        key=f"download_{export.key}",
        is_ready=is_ready,
        hint=f"For {export.reader}." if is_ready else f"For {export.reader}, once the answer is proven.",
    )
