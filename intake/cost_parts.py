"""The ways to read a cost from columns for capital, operating, years and parts of years."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

from intake import meanings as m
from intake.mapping import ColumnUse
from intake.meanings import fold_header
from intake.series import names_period, without_year

_MOST_WAYS = 4


def ways_by_part(costs: Sequence[ColumnUse]) -> list[tuple[ColumnUse, ...]]:
    """Capital and operating together, in every way the columns allow; empty where there are none.

    Columns by year are one series where nothing but the year tells them apart; two series over the same years, such as
    a budget and a forecast, are two ways. Of columns without a year the surest of each kind counts.
    """
    kinds = [_ways_of_kind([u for u in costs if u.meaning == kind]) for kind in (m.COST_CAPITAL, m.COST_OPERATING)]
    together = (tuple(use for way in ways for use in way) for ways in product(*kinds))
    return [way for way in islice(together, _MOST_WAYS) if way]


def _ways_of_kind(costs: Sequence[ColumnUse]) -> list[tuple[ColumnUse, ...]]:
    by_year = list({use.header: use for use in reversed(costs) if use.year}.values())[::-1]
    if not by_year:
        return [(max(costs, key=lambda use: (use.confidence, -use.index)),) if costs else ()]
    series: dict[str, list[ColumnUse]] = {}
    for use in by_year:
        series.setdefault(fold_header(without_year(use.header)), []).append(use)
    found = [tuple(_whole_years(uses)) for uses in series.values()]
    all_years = [{use.year for use in way} for way in found]
    if sum(map(len, all_years)) == len(set().union(*all_years)):
        return [tuple(use for way in found for use in way)]
    return found


def _whole_years(uses: Sequence[ColumnUse]) -> list[ColumnUse]:
    """Columns of one series; where a year has a column of its own, its quarters and months are not counted again."""
    whole = {use.year for use in uses if not names_period(use.header)}
    return [use for use in uses if use.year not in whole or not names_period(use.header)]
