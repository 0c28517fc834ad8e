"""Explain, frontier, sweep and gates: questions about the best portfolio, asked from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from commands.call import DONE, asked_study, evaluated, say, say_none_fits
from commands.gates import gates_review
from commands.studies import Answer, explain_study, frontier_study, sweep_study
from planning.study import Study
from reports.wording import why_nothing_fits


def explain_verb(options: argparse.Namespace) -> int:
    """Print why requests are in or out, exactly."""
    return _answer(
        options,
        lambda study: explain_study(
            study,
            requests=options.request,
            cost=options.cost,
            seconds=options.seconds,
            with_own_cost=options.own_cost,
        ),
    )


def frontier_verb(options: argparse.Namespace) -> int:
    """Print every portfolio that no cheaper one beats."""
    return _answer(options, lambda study: frontier_study(study, cost=options.cost, seconds=options.seconds))


def sweep_verb(options: argparse.Namespace) -> int:
    """Print the map of weights: who is in under which weights."""
    return _answer(options, lambda study: sweep_study(study, gap=options.gap, seconds=options.seconds))


def gates_verb(options: argparse.Namespace) -> int:
    """Print what waits for whom, what mandates and gates cost, and how focus areas balance."""
    _, outcome = evaluated(options)
    if not outcome.selection.has_portfolio:
        return say_none_fits(outcome.selection, why_nothing_fits(outcome))
    say(options, gates_review(outcome))
    return DONE


def _answer(options: argparse.Namespace, ask: Callable[[Study], Answer]) -> int:
    study, sentences = asked_study(options)
    if not study.selection.has_portfolio:
        return say_none_fits(study.selection, sentences)
    say(options, ask(study))
    return DONE
