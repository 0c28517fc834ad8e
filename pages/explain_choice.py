"""Explain a choice: why a request is in or out and what would change the answer, for one or for all."""

from functools import partial

import streamlit as st

from planning.outcome import Outcome
from portfolio.explanation import Explanation, Standing
from portfolio.frontier import Band, Frontier
from reports import letters, reasons, study_charts, study_frames, wording
from reports.documents.letters import letter_document
from reports.exports import file_name
from reports.file_kinds import DOCX
from ui import downloading, parts, reasons_panel, state, taking, theme
from ui.plain_text import plain

MILLION = 1e6
NAMED = 3
# Seconds to wait for what follows the reasons: the next question must not wait for it.
BLINK = 0.1
STANDING_COLORS = {"funded": "blue", "mandated": "violet", "not funded": "gray", "blocked": "orange"}


def show_choice(outcome: Outcome) -> str:
    """Pick a request; at first the best one that only limits keep out."""
    titles = {r.id: r.title for r in outcome.ranked()}
    asked = state.chosen_request()
    ids = list(titles)
    open_ids = [i for i in ids if i not in outcome.funded and i not in outcome.blocked]
    held = {i for row in outcome.rows if not row.is_limit for i in row.terms}
    first_out = next((i for i in open_ids if i not in held), (open_ids or ids)[0])
    wanted = asked if asked in titles else first_out
    widget = state.show_in_widget("asked_request", wanted)
    chosen = st.selectbox(
        "Request",
        ids,
        index=ids.index(wanted),
        format_func=lambda i: f"{i} {titles[i]} ({reasons.standing(outcome, i)})",
        key=widget,
        on_change=state.ask_about,
        args=(widget,),
        help="In order of score. Type to search.",
        label_visibility="collapsed",
    )
    return str(chosen)


def show_numbers(explained: Explanation) -> None:
    """Three numbers that decide."""
    score, margin, even = st.columns(3)
    score.metric("Score", f"{wording.points(explained.score)} points")
    if explained.points_short is not None:
        margin.metric("Points short", wording.points(explained.points_short), help="What forcing it in would cost.")
    elif explained.safety_margin is not None:
        margin.metric(
            "Safety margin", wording.points(explained.safety_margin), help="What the plan would lose without it."
        )
    elif explained.price is not None:
        margin.metric("Price of being in", f"{wording.points(explained.price)} points")
    else:
        margin.metric("Points short", "none would do")
    if explained.break_even is not None:
        even.metric(
            "Break-even score",
            wording.points(explained.break_even),
            help="Above it the request is in, below it out, everything else the same.",
        )


def show_reasons(outcome: Outcome, explained: Explanation) -> None:
    """Why, in sentences."""
    titles = {r.id: r.title for r in outcome.notebook.requests}
    for sentence in reasons.explanation_sentences(
        explained, titles, n_named=NAMED, currency=outcome.notebook.plan.currency
    ):
        st.markdown(plain(sentence))


def show_tables(outcome: Outcome, explained: Explanation) -> None:
    """Who would come and go, and which rules would break."""
    swaps, breaches = (
        study_frames.swap_frame(outcome, explained),
        study_frames.breach_frame(explained, outcome.notebook.plan.currency),
    )
    left, right = st.columns(2)
    if len(swaps):
        with left:
            st.markdown("**If the answer were turned round**")
            st.dataframe(swaps, hide_index=True, key="swaps", column_config=_named(swaps), alt="Who comes and goes")
    if len(breaches):
        with right:
            st.markdown("**Rules that would break if it were simply added**")
            st.dataframe(breaches, hide_index=True, key="breaches", column_config=_named(breaches), alt="Rules broken")


def show_bands(outcome: Outcome, explained: Explanation, found: Frontier) -> None:
    """At which overall capital budgets it is in."""
    costs, currency = outcome.problem.capital_usd, outcome.notebook.plan.currency
    spent = sum(costs[i] for i in outcome.funded)
    bands = found.bands(explained.request_id)
    st.markdown("**Overall capital budgets at which it is in**")
    if found.points:
        frame = study_frames.bands_frame(bands, found, spent, scale=MILLION)
        title = f"Total capital ({wording.in_millions(currency)}); the mark is this plan"
        st.altair_chart(
            study_charts.bands_chart(frame, ink=theme.ink(), cost_title=title), key="bands", alt="Budget bands"
        )
    for sentence in letters.band_sentences(bands, currency):
        st.markdown(plain(sentence))
    written = letters.letter(outcome, outcome.notebook.request(explained.request_id), explained, bands)
    dossier = taking.dossier(outcome)
    name = file_name(dossier, f"letter about {explained.request_id}", DOCX)
    downloading.offer(
        "Letter to the sponsor",
        downloading.File(name, DOCX.mime, partial(letter_document, dossier, [written])),
        key="letter",
        icon=":material/mail:",
        is_ready=outcome.selection.is_final and explained.is_proven,
    )


def show_own_cost(outcome: Outcome, request_id: str, band: Band) -> None:
    """Up to which own capital cost it is in."""
    asked = float(outcome.notebook.request(request_id).total_capital_usd)
    for sentence in letters.own_cost_sentences(band, asked, outcome.notebook.plan.currency):
        st.markdown(plain(sentence))


def show_explained(outcome: Outcome, request_id: str) -> None:
    """The reasons as soon as they are known, then the bands when the frontier is."""
    desk, current, today = state.desk(), outcome.notebook, outcome.today

    def show(explained: Explanation) -> None:
        show_numbers(explained)
        words, budgets = st.columns(2)
        with words:
            show_reasons(outcome, explained)
        show_tables(outcome, explained)
        with budgets:
            if explained.standing is not Standing.CANNOT_BE_IN:
                parts.show_when_ready(
                    lambda wait: desk.frontier(current, today, wait=wait),
                    partial(show_bands, outcome, explained),
                    "Searching every overall budget; the bands follow.",
                    glance=BLINK,
                )
                parts.show_when_ready(
                    lambda wait: desk.own_cost(current, today, request_id, wait=wait),
                    partial(show_own_cost, outcome, request_id),
                    "Changing its own cost; the band follows.",
                    glance=BLINK,
                )

    parts.show_when_ready(
        lambda wait: desk.explain(current, today, request_id, wait=wait),
        show,
        "Solving the plan again with this request turned round.",
    )


def _named(frame: object) -> dict[str, object]:
    text = st.column_config.TextColumn
    names = {"move": ("Move", 110), "id": ("Request", 80), "title": ("Title", 280), "score": ("Score", 70)}
    names |= {"rule": ("Rule", 300), "over": ("Over by", 110)}
    return {key: text(label, width=width) for key, (label, width) in names.items() if key in frame.columns}


parts.open_page("Explain a choice", "There is no choice to explain yet.")
outcome = parts.portfolio_to_ask_about()
VIEWS = ("One request", "All requests")
views, choice = st.columns([1, 4.4], vertical_alignment="center")
view = views.segmented_control(
    "View", VIEWS, default=VIEWS[0], key="reasons_view", required=True, label_visibility="collapsed"
)
if view == VIEWS[1]:
    reasons_panel.show(outcome)
    st.stop()
with choice:
    asked = show_choice(outcome)
color = STANDING_COLORS[reasons.standing(outcome, asked)]
st.markdown(f":{color}-badge[{reasons.standing(outcome, asked)}] {plain(wording.headline(outcome))}")
show_explained(outcome, asked)
