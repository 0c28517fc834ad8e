"""Amounts, days and quarters as people write them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.amounts import Amount, AmountError, NumberStyle, number_style, read_amount, read_plain_number
from intake.cells import CellError, neutralized, read_date, read_money, read_quarter, restored
from intake.dates import DayOrder, day_order
from intake.series import year_of
from intake.stated_units import said_unit, stated_unit
from scoring.quarter import Quarter


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("1200", 1200, ""),
        ("$1.2M", 1_200_000, "$"),
        ("1,200k", 1_200_000, ""),
        ("(1,200)", -1200, ""),
        ("$(1,200.50)", Decimal("-1200.5"), "$"),
        ("1.234,56", Decimal("1234.56"), ""),
        (" - ", 0, ""),
        (" $ -   ", 0, "$"),
        ("USD 5 million", 5_000_000, "USD"),
        ("5 million USD", 5_000_000, "USD"),
        ("£12,131.50", Decimal("12131.50"), "GBP"),
        ("€ 1.200.000", 1_200_000, "EUR"),
        ("1 234 567,89", Decimal("1234567.89"), ""),
        ("1'234.50", Decimal("1234.5"), ""),
        ("12,34,567", 1_234_567, ""),
        ("C$ 3bn", 3_000_000_000, "CAD"),
        ("500 ZŁ", 500, "PLN"),
        ("ils 500", 500, "ILS"),
        ("−5", -5, ""),
        ("5-", -5, ""),
        ("5.000,-", 5_000, ""),
        ("1'200.–", 1_200, ""),
        ("CHF 1’200’000.-", 1_200_000, "CHF"),
        ("9,-- €", 9, "EUR"),
        ("nil", 0, ""),
        ("１２３", 123, ""),
        ("\u200e$100", 100, "$"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text, value, currency):
    found = read_amount(text)
    assert (found.value, found.currency) == (value, currency)


@pytest.mark.parametrize("text", ["n/a", "TBD", "-", "?", "Exempt under Section 43 of the Act", "NFP", "withheld"])
def test_an_amount_that_is_not_given_says_so(text):
    with pytest.raises(AmountError) as error:
        read_amount(text)
    assert error.value.is_withheld


@pytest.mark.parametrize(
    "text", ["10-20k", "~5", "25%", "inf", "1e400", "1.2.3", "1,2,3", "--5", "()", "$", "soon", "5 per month", "1.234"]
)
def test_what_is_no_amount_or_two_is_never_guessed(text):
    with pytest.raises(AmountError):
        read_amount(text)


@pytest.mark.parametrize(
    ("texts", "text", "value"),
    [
        (["1.234,50", "99,90", "1.234"], "1.234", 1234),
        (["1,234.50", "99.90", "1.234"], "1.234", Decimal("1.234")),
        (["1,234", "5,678"], "1,234", 1234),
    ],
)
def test_a_column_tells_how_its_decimals_are_written(texts, text, value):
    assert read_amount(text, number_style(texts)).value == value


def test_a_comma_file_leaves_1_234_open():
    assert number_style(["1,234"], comma_likely=True) is NumberStyle.COMMA_LIKELY
    with pytest.raises(AmountError):
        read_amount("1,234", NumberStyle.COMMA_LIKELY)


def test_an_amount_with_its_own_scale_is_left_alone_by_the_columns_unit():
    assert read_money("$1.2M", scale=Decimal(1_000_000)) == 1_200_000
    assert read_money("1.2", scale=Decimal(1_000_000)) == 1_200_000
    assert read_money(1.2, scale=Decimal(1_000_000)) == 1_200_000


@given(st.text(max_size=80))
def test_any_text_is_an_amount_or_an_amount_error(text):
    try:
        found = read_amount(text)
    except AmountError:
        return
    assert isinstance(found, Amount)
    assert found.value.is_finite()


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_a_written_amount_reads_back(amount):
    assert read_amount(f"{amount:,.2f}").value == amount
    assert read_amount(f"${amount:,.2f}" if amount >= 0 else f"(${-amount:,.2f})").value == amount


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-12-31", dt.date(2027, 12, 31)),
        ("2001-06-29T00:00:00Z", dt.date(2001, 6, 29)),
        ("6/30/2005 12:00:00 AM", dt.date(2005, 6, 30)),
        ("30.06.2028", dt.date(2028, 6, 30)),
        ("30.06.08", dt.date(2008, 6, 30)),
        ("December 1, 2016", dt.date(2016, 12, 1)),
        ("1 Dec 2016", dt.date(2016, 12, 1)),
        ("Dec-2016", dt.date(2016, 12, 1)),
        ("46753", dt.date(2028, 1, 1)),
    ],
)
def test_a_day_is_read_in_the_usual_spellings(text, day):
    assert read_date(text) == day


def test_a_day_that_can_be_read_in_two_ways_is_not_guessed():
    with pytest.raises(CellError):
        read_date("3/4/2027")
    assert read_date("3/4/2027", DayOrder.DAY_FIRST) == dt.date(2027, 4, 3)
    assert day_order(["3/4/2027", "30/4/2027"]) is DayOrder.DAY_FIRST
    assert day_order(["3/4/2027", "4/30/2027"]) is DayOrder.MONTH_FIRST
    assert day_order(["3/4/2027"]) is DayOrder.UNKNOWN
    assert day_order(["2027-04-03"]) is None


@pytest.mark.parametrize("text", ["2027-Q3", "Q3 2027", "FY27 Q3", "Q3 FY2027", "2027-08-15", "15 Aug 2027"])
def test_a_quarter_is_read_in_the_usual_spellings(text):
    assert read_quarter(text) == Quarter(2027, 3)


@pytest.mark.parametrize(
    ("header", "year"),
    [("FY27", "FY27"), ("2027", "FY27"), ("2027-28", "FY28"), ("FY2027 Capital", "FY27"), ("27/28", "FY28"),
     ("Year 2", "FY28"), ("Total 10 Year", None), ("5-year TCO", None), ("Cost", None), ("12027", None)],
)  # fmt: skip
def test_a_header_names_its_year(header, year):
    assert year_of(header, first_year=2027) == year


@pytest.mark.parametrize(
    ("header", "unit"),
    [("Total budget (millions)", 10**6), ("Cost ($000)", 1000), ("Planned Cost ($ M)", 10**6),
     ("Budget (£million)", 10**6),
     ("Capital ($K)", 1000), ("Cost in TEUR", 1000), ("Cost (USD)", None), ("Milestone", None), ("Cost", None),
     ("Capital 2027 $K", 1000), ("Cost FY27 TEUR", 1000), ("Cost if over 500 thousand", None)],
)  # fmt: skip
def test_a_header_names_its_unit(header, unit):
    assert stated_unit(header) == unit


@pytest.mark.parametrize(
    ("note", "unit"),
    [("Projects over $500 thousand go to the board", None), ("All costs above half a million need a sponsor", None),
     ("Budget requests over $5,000,000 or 500 k€ wait", None), ("Costs per thousand members", None),
     ("Thousands of patients wait for this budget", None), ("All figures in thousands of Canadian dollars", 1000),
     ("Amounts in US$ millions; over $500 thousand go to the board", 10**6), ("(in thousands)", 1000),
     ("All costs in CHF 1'000'000", 10**6)],
)  # fmt: skip
def test_an_amount_in_a_sentence_is_no_unit(note, unit):
    said = said_unit(note)
    assert (said and said.scale) == unit
    assert said is None or said.is_plain


@given(st.text(max_size=40))
def test_a_neutralized_text_is_no_formula_and_reads_back_as_itself(text):
    written = neutralized(text)
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert restored(written) == text


@pytest.mark.parametrize(
    ("text", "year"), [("31.03.97", 1997), ("31.03.24", 2024), ("31.03.69", 2069), ("1/4/70", 1970)]
)
def test_two_digit_years_of_the_last_century_stay_there(text, year):
    assert read_date(text, DayOrder.DAY_FIRST).year == year


@pytest.mark.parametrize("text", ["İLS 500000", "500000 İLS", "KR\u0307 5"])
def test_a_currency_spelled_with_a_foreign_letter_is_no_amount(text):
    with pytest.raises(AmountError):
        read_amount(text)


@pytest.mark.parametrize("text", ["250003¹", "250003 ¹²", "1.5₂", "10⁶", "$5,000②", "²250003"])
def test_a_raised_digit_is_never_a_digit_of_the_amount(text):
    with pytest.raises(AmountError, match="footnote") as error:
        read_amount(text)
    assert not error.value.is_withheld
    with pytest.raises(AmountError):
        read_plain_number(text)


@pytest.mark.parametrize(("text", "value"), [("5 million¹", 5_000_000), ("5,000 USD ²", 5000), ("(1,200)³", -1200)])
def test_a_footnote_mark_behind_a_word_is_passed_over(text, value):
    assert read_amount(text).value == value


def test_a_footnote_mark_on_a_withheld_amount_leaves_it_withheld():
    with pytest.raises(AmountError) as error:
        read_amount("Withheld²")
    assert error.value.is_withheld
