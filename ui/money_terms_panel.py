"""What the business case assumes: the discount rate and the useful life of capital, in one small form."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from planning.money_record import set_money_terms, short_words
from scoring.cash import HIGHEST_RATE_PERCENT, LONGEST_LIFE_YEARS, MoneyTerms
from ui import access, keeping, naming, state


def show() -> None:
    """A button that names both assumptions and opens the form; a change is recorded with its reason."""
    terms = state.agreed().money_terms
    st.markdown("**Discount rate, useful life**")
    # Another key after each change: the form closes by itself.
    with st.popover(short_words(terms), key=f"terms_{naming.turn()}", icon=":material/percent:"):
        shown, highest = float(100 * terms.discount_rate), float(HIGHEST_RATE_PERCENT)
        rate = st.number_input("Discount rate (% a year)", 0.0, highest, shown, 0.5, "%.2f", key="terms_rate")
        life = st.number_input(
            "Useful life of capital (years)", 1, LONGEST_LIFE_YEARS, terms.useful_life_years, step=1, key="terms_life"
        )
        why = st.text_input("Why", key="terms_why", placeholder="Rate of the treasury for FY27")
        st.caption("Net present value and depreciation follow in every file. The portfolio does not depend on them.")
        asked = MoneyTerms(discount_rate=Decimal(str(rate)) / 100, useful_life_years=int(life))
        pressed = st.button("Count with these", key="terms_take", type="primary")
        if pressed and access.try_to_record(lambda on: set_money_terms(on, asked, keeping.step(why))):
            st.rerun()
