"""Looking ahead: the portfolios known where weights move, as they would be answered there."""

import pytest

from planning.ground import make_ground
from planning.notebook import with_weights
from planning.outcome import evaluate


@pytest.fixture
def ground(sample):
    made = make_ground(sample, sample.plan.planning_date)
    made.engine.prove(made.shares(sample))
    return made


def moved(notebook, key: str, share: float):
    return with_weights(notebook, notebook.weights.with_share(key, share, like=notebook.plan.weights))


def test_what_is_known_where_a_weight_moves_is_what_is_answered_there(ground, sample):
    there = moved(sample, "burden_reduction", 0.35)
    proven = ground.engine.prove(ground.shares(there))
    around = ground.look_ahead(evaluate(sample, sample.plan.planning_date), most_new=100)
    assert around.keys == ground.keys
    best = max(around.portfolios, key=lambda one: float(one.plane @ ground.shares(there)))
    assert best.outcome.funded == frozenset(proven.funded)
    assert float(best.plane @ ground.shares(there)) == pytest.approx(proven.value, abs=1e-6)
    answered = evaluate(there, there.plan.planning_date)
    assert {use.row.key: use.used for use in best.outcome.limits} == pytest.approx(
        {use.row.key: use.used for use in answered.limits}
    )
    assert {i.row.key for i in best.outcome.limits if i.is_tight} == {i.row.key for i in answered.limits if i.is_tight}
    # The nearest comes first: what is shown now.
    assert around.portfolios[0].outcome.funded == evaluate(sample, sample.plan.planning_date).funded


def test_a_call_judges_so_many_and_later_ones_the_rest_each_once(ground, sample):
    for share in (0.1, 0.35, 0.5, 0.8):
        ground.engine.prove(ground.shares(moved(sample, "burden_reduction", share)))
    shown = evaluate(sample, sample.plan.planning_date)
    sizes = [len(ground.look_ahead(shown, most_new=2).portfolios) for _ in range(4)]
    assert sizes[:2] == [2, 4] and sizes == sorted(sizes)
    first, again = (ground.look_ahead(shown, most_new=2).portfolios for _ in range(2))
    assert [id(one) for one in first] == [id(one) for one in again]


def test_what_is_shown_is_known_though_another_engine_proved_it(sample):
    shown = evaluate(sample, sample.plan.planning_date)
    (first, *_) = make_ground(sample, sample.plan.planning_date).look_ahead(shown, most_new=1).portfolios
    assert first.outcome.funded == shown.funded
