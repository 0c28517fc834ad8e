import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.evidence import GRADES, NOTHING_STATED, evidence_grade, expected_scores

CLAIMS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.floats(-50, 100), min_size=1, max_size=8)


def test_a_claim_is_drawn_to_the_mean_by_its_noise():
    # Mean (10 + 30 + 50) / 3 = 30. 50 with t2 = s2: 30 + 20 / 2; 10 with t2 = s2 / 4: 30 - 20 / 1.25.
    found = expected_scores({"A": 10.0, "B": 30.0, "C": 50.0}, {"A": 0.25, "B": 2.0, "C": 1.0})
    assert found == pytest.approx({"A": 14.0, "B": 30.0, "C": 40.0})


@given(CLAIMS)
def test_claims_without_noise_are_what_is_expected(claims):
    assert expected_scores(claims, dict.fromkeys(claims, 0.0)) == pytest.approx(claims)


@given(CLAIMS, st.floats(0, 5))
def test_equal_noise_changes_no_order(claims, noise):
    found = expected_scores(claims, dict.fromkeys(claims, noise))
    order = sorted(claims, key=claims.__getitem__)
    assert all(found[a] <= found[b] + 1e-9 for a, b in itertools.pairwise(order))


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("legal duty", "duty or trial"), ("randomized trials + local pilot (48 clinicians)", "duty or trial"),
        ("Published cohort", "published or measured here"),
        ("local pilot, target missed", "published or measured here"),
        ("peer reports", "reports"), ("vendor claim + two references", "vendor claim"), ("", "not stated"),
        ("because", "not stated"), ("unpublished", "not stated"), ("overruled", "not stated"),
    ],
)  # fmt: skip
def test_the_grade_is_read_from_what_a_claim_rests_on(text, grade):
    assert evidence_grade(text).name == grade


def test_a_vendor_counts_least_and_a_trial_most():
    noise = {grade.name: grade.noise for grade in (*GRADES, NOTHING_STATED)}
    assert min(noise, key=noise.__getitem__) == "duty or trial"
    assert max(noise.values()) == noise["vendor claim"] == noise["not stated"]


def test_noise_below_nothing_is_refused():
    with pytest.raises(ValueError, match="Expected noise >= 0"):
        expected_scores({"A": 1.0}, {"A": -1.0})
