"""Explain, frontier, sweep and gates: questions about the best portfolio, asked from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from commands.call import DONE, asked_study, evaluated, say, say_none_fits
from commands.gates import gates_review
from commands.studies import Answer, explain_study, frontier_study, sweep_study
from planning.study import Study
from reports.wording import why_nothing_fits

# These two find the best portfolios themselves: that there is one is enough to begin with.
ANY_PORTFOLIO = 1.0
# A question asked after a proof that took all the time is still begun.
LEAST_SECONDS = 0.1


def explain_verb(options: argparse.Namespace) -> int:
    """Print why requests are in or out, exactly."""

    def ask(study: Study, _: float) -> Answer:
        return explain_study(
            study,
            requests=options.request,
            cost=options.cost,
            seconds=options.seconds,
            with_own_cost=options.own_cost,
        )

    return _answer(options, ask, gap=options.gap)


def frontier_verb(options: argparse.Namespace) -> int:
    """Print every portfolio that no cheaper one beats."""

    def ask(study: Study, seconds: float) -> Answer:
        return frontier_study(study, cost=options.cost, seconds=seconds)

    return _answer(options, ask, gap=ANY_PORTFOLIO)


def sweep_verb(options: argparse.Namespace) -> int:
    """Print the map of weights: who is in under which weights."""

    def ask(study: Study, seconds: float) -> Answer:
        return sweep_study(study, gap=options.gap, seconds=seconds)

    return _answer(options, ask, gap=ANY_PORTFOLIO)


def gates_verb(options: argparse.Namespace) -> int:
    """Print what waits for whom, what mandates and gates cost, and how focus areas balance."""
    _, outcome = evaluated(options)
    if not outcome.selection.has_portfolio:
        return say_none_fits(outcome.selection, why_nothing_fits(outcome))
    say(options, gates_review(outcome))
    return DONE


def _answer(options: argparse.Namespace, ask: Callable[[Study, float], Answer], *, gap: float) -> int:
    study, sentences = asked_study(options, gap=gap)
    if not study.selection.has_portfolio:
        return say_none_fits(study.selection, sentences)
    say(options, ask(study, max(options.seconds - study.selection.seconds, LEAST_SECONDS)))
    return DONE
