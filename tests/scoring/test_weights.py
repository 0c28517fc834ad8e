import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.criterion import CRITERIA
from scoring.weights import Weights

AMOUNTS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1e6), min_size=2).filter(
    lambda d: sum(d.values()) > 1e-6
)


def test_default_weights_are_35_25_20_20_and_the_rest_is_off():
    weights = Weights.default(CRITERIA)
    assert [round(weights.percent(c.key)) for c in CRITERIA] == [35, 25, 20, 20, 0, 0, 0]


@pytest.mark.parametrize("amounts", [{}, {"a": 0}, {"a": -1, "b": 2}, {"a": math.nan}, {"a": math.inf}])
def test_amounts_that_make_no_weights_are_refused(amounts):
    with pytest.raises(ValueError, match="Expected finite weights"):
        Weights.of(amounts)


@given(AMOUNTS, st.floats(0, 1))
def test_a_moved_weight_keeps_the_sum_and_the_proportions_of_the_others(amounts, share):
    weights = Weights.of(amounts)
    key, *others = amounts
    moved = weights.with_share(key, share)
    assert math.isclose(math.fsum(s for _, s in moved.shares), 1, abs_tol=1e-9)
    assert moved.share(key) == pytest.approx(share, abs=1e-12)
    rest = math.fsum(weights.share(k) for k in others)
    if rest > 1e-9:
        for k in others:
            assert moved.share(k) == pytest.approx(weights.share(k) / rest * (1 - share), abs=1e-9)


def test_the_others_come_back_equal_after_all_weight_was_on_one():
    weights = Weights.of({"a": 1, "b": 1, "c": 2}).with_share("a", 1.0)
    assert weights.with_share("a", 0.5).share("b") == pytest.approx(0.25)


@pytest.mark.parametrize(("key", "share"), [("a", -0.1), ("a", 1.1), ("z", 0.5)])
def test_a_share_outside_the_scale_or_an_unknown_key_is_refused(key, share):
    with pytest.raises(ValueError, match="Expected 0 <= share <= 1"):
        Weights.of({"a": 1, "b": 1}).with_share(key, share)


def test_a_locked_weight_keeps_its_share_and_the_others_share_the_rest():
    weights = Weights.of({"a": 40, "b": 30, "c": 20, "d": 10})
    moved = weights.with_share("a", 0.5, locked={"b"})
    assert [round(100 * share, 6) for _, share in moved.shares] == [
        50,
        30,
        pytest.approx(40 / 3),
        pytest.approx(20 / 3),
    ]
    # It gets at most what the locked ones leave, and all of it where nobody else is free.
    assert weights.with_share("a", 0.9, locked={"b", "c"}).share("a") == pytest.approx(0.5)
    assert weights.with_share("a", 0.1, locked={"b", "c", "d"}) == weights
    # What is off stays off, also where all that is on is locked.
    agreed = Weights.default(CRITERIA)
    on = {"clinical_value", "regulatory_need", "cost"}
    assert agreed.with_share("burden_reduction", 0.1, like=agreed, locked=on).percent("readiness") == 0


@given(AMOUNTS, st.floats(0, 1), st.sets(st.sampled_from("abcdef")))
def test_with_any_locks_the_sum_stays_whole_and_the_locked_stay(amounts, share, locked):
    weights = Weights.of(amounts)
    key = next(iter(amounts))
    moved = weights.with_share(key, share, locked=locked)
    assert math.isclose(math.fsum(s for _, s in moved.shares), 1, abs_tol=1e-9)
    assert all(s >= 0 for _, s in moved.shares)
    assert all(moved.share(k) == weights.share(k) for k in locked & set(amounts) - {key})


def test_criteria_that_were_off_stay_off_after_all_weight_was_on_one():
    agreed = Weights.default(CRITERIA)
    back = agreed.with_share("burden_reduction", 1.0).with_share("burden_reduction", 0.25, like=agreed)
    assert back.percent("clinical_value") == pytest.approx(35)
    assert back.percent("readiness") == 0


@given(st.lists(st.floats(0, 100), min_size=1, max_size=8).filter(lambda amounts: sum(amounts) > 1e-3))
def test_whole_percents_sum_to_a_hundred_and_are_off_by_less_than_one(amounts):
    weights = Weights.of({str(k): amount for k, amount in enumerate(amounts)})
    shown = weights.whole_percents()
    assert sum(shown.values()) == 100
    assert all(abs(shown[key] - weights.percent(key)) < 1 + 1e-6 for key in shown)


def test_the_largest_remainders_are_rounded_up():
    # 66, 13.08, 10.46, 10.46: one percent is short of a hundred, and the first of the two largest remainders has it.
    weights = Weights.of({"a": 66.0, "b": 34 / 2.6, "c": 34 * 0.8 / 2.6, "d": 34 * 0.8 / 2.6})
    assert weights.whole_percents() == {"a": 66, "b": 13, "c": 11, "d": 10}
