"""The pictures: functions from a documented table to a chart made with Altair. Screen and exports show the same."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa

from reports.frames import Columns

# Colors keep apart for every kind of color vision and on light and dark ground; shape says the same again.
STANDINGS = ("mandated", "funded", "not funded", "blocked")
STANDING_COLORS = ("#8B6FD6", "#1E88C9", "#8E969E", "#D9702B")
STANDING_SHAPES = ("diamond", "circle", "square", "cross")
STANDING_SIGNS = dict(zip(STANDINGS, ("\u25c6", "\u25cf", "\u25a1", "\u2715"), strict=True))
FULL_COLOR, SLACK_COLOR, OVER_COLOR = "#D9702B", "#1E88C9", "#C62F3B"
SECOND_COLOR = "#8B6FD6"
TIGHT_SIGN = "\u25c6 "
NEARLY_FULL = 0.9
FONT_SIZE = 14
# Without a name of its own for the rows that come, a chart would begin with one row in which all is undefined.
ROWS = alt.NamedData("source")


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart whose specification is made once and drawn again with other data, as a slider moves.

    Args:
        data: The table it draws.
        spec: Vega-Lite specification without data.
    """

    data: pa.Table
    spec: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """The whole specification, with its data."""
        return {**self.spec, "data": {"values": self.data.to_pylist()}}


def value_cost_chart(requests: Columns) -> Picture:
    """Score against three-year net cost, one mark for each request; size = staff hours; ``picked``: what is chosen.

    Args:
        requests: ``request_columns``.
    """
    drawn = {name: requests[name] for name in ("id", "title", "standing", "score", "net_cost_usd", "hours")}
    millions = [cost / 1e6 for cost in requests["net_cost_usd"]]
    return Picture(pa.table({**drawn, "net_cost_millions": millions}), _value_cost_spec())


@lru_cache
def _value_cost_spec() -> dict[str, Any]:
    legend = alt.Legend(
        title=None,
        orient="top",
        symbolSize=160,
        symbolStrokeWidth=0,
    )
    chart: alt.Chart = (
        alt.Chart(ROWS)
        .mark_point(filled=True, opacity=0.85, stroke="white", strokeWidth=0.6)
        .encode(
            x=alt.X(
                field="net_cost_millions",
                type="quantitative",
                title="Net cost over three years (millions)",
                scale=alt.Scale(zero=False, padding=16),
            ),
            y=alt.Y(
                field="score", type="quantitative", title="Score (points)", scale=alt.Scale(zero=False, padding=12)
            ),
            color=alt.Color(
                field="standing",
                type="nominal",
                scale=alt.Scale(domain=list(STANDINGS), range=list(STANDING_COLORS)),
                legend=legend,
            ),
            shape=alt.Shape(
                field="standing",
                type="nominal",
                scale=alt.Scale(domain=list(STANDINGS), range=list(STANDING_SHAPES)),
                legend=legend,
            ),
            size=alt.Size(
                field="hours", type="quantitative", scale=alt.Scale(range=[60, 700]), legend=None, title="Staff hours"
            ),
            tooltip=[
                alt.Tooltip(field="id", type="nominal", title="Request"),
                alt.Tooltip(field="title", type="nominal", title="Title"),
                alt.Tooltip(field="standing", type="nominal", title="Standing"),
                alt.Tooltip(field="score", type="quantitative", title="Score (points)", format=".2f"),
                alt.Tooltip(field="net_cost_usd", type="quantitative", title="Net cost", format=",.0f"),
                alt.Tooltip(field="hours", type="quantitative", title="Staff hours", format=",.0f"),
            ],
        )
        .configure_axis(labelFontSize=FONT_SIZE, titleFontSize=FONT_SIZE)
        .configure_legend(labelFontSize=FONT_SIZE)
        .add_params(alt.selection_point(name="picked", fields=["id"]))
    )
    return chart.to_dict()


def limits_chart(limits: Columns, *, ink: str, row_height: int = 41) -> Picture:
    """Limits as bars: name above, used share as a bar to a mark at 100%, amounts in words beside it.

    Nearly full and overrun ones differ in color; tight ones carry a diamond.

    Args:
        limits: ``limit_columns``, one row for each bar, in order.
        ink: Color of text on the ground it stands on.
        row_height: Pixels for each bar.
    """
    labels, n = limits["label"], len(limits["label"])
    data = {
        "place": list(range(n)),
        "name": [TIGHT_SIGN * is_tight + label for label, is_tight in zip(labels, limits["tight"], strict=True)],
        "state": [_limit_state(*use) for use in zip(limits["slack"], limits["share"], strict=True)],
        "percent": [100 * min(max(share, 0.0), 1.1) for share in limits["share"]],
        **{name: limits[name] for name in ("label", "words", "used", "limit", "slack")},
    }
    return Picture(pa.table(data), _limits_spec(ink, row_height * max(n, 1)))


@lru_cache
def _limits_spec(ink: str, height: int) -> dict[str, Any]:
    # By place, not by name: names that come later would be drawn below those that were there before.
    y = alt.Y(field="place", type="ordinal", axis=None, scale=alt.Scale(paddingInner=0.5))
    tooltip = [
        alt.Tooltip(field="label", type="nominal", title="Limit"),
        alt.Tooltip(field="state", type="nominal", title="State"),
        alt.Tooltip(field="used", type="quantitative", title="Used", format=",.2f"),
        alt.Tooltip(field="limit", type="quantitative", title="Limit amount", format=",.2f"),
        alt.Tooltip(field="slack", type="quantitative", title="Left", format=",.2f"),
    ]
    base = alt.Chart(ROWS)
    bars = base.mark_bar(height=9, yOffset=10, cornerRadius=2).encode(
        x=alt.X(field="percent", type="quantitative", axis=None, scale=alt.Scale(domain=[0, 260])),
        y=y,
        color=alt.Color(
            field="state",
            type="nominal",
            scale=alt.Scale(domain=["free", "full", "over"], range=[SLACK_COLOR, FULL_COLOR, OVER_COLOR]),
            legend=None,
        ),
        tooltip=tooltip,
    )
    full = base.mark_tick(thickness=2, height=15, yOffset=10, color="#8E969E").encode(x=alt.datum(100), y=y)
    text = partial(base.mark_text, align="left", fontSize=FONT_SIZE, color=ink)
    names = text(baseline="bottom", dy=2).encode(
        x=alt.datum(0), y=y, text=alt.Text(field="name", type="nominal"), tooltip=tooltip
    )
    words = text(baseline="middle", dx=6, yOffset=10).encode(
        x=alt.datum(112), y=y, text=alt.Text(field="words", type="nominal"), tooltip=tooltip
    )
    chart: alt.LayerChart = alt.layer(bars, full, names, words).properties(height=height).configure_view(stroke=None)
    return chart.to_dict()


def _limit_state(slack: float, share: float) -> str:
    """Over its limit, nearly full, or free; tight ones carry a sign besides."""
    if slack < 0:
        return "over"
    return "full" if share >= NEARLY_FULL else "free"


def balance_chart(frame: pd.DataFrame, *, ink: str) -> alt.Chart:
    """Two bars for each focus area: its share of spend and of staff hours in the portfolio.

    Args:
        frame: ``area_frame``: columns area, spend_share, hours_share (0-1).
        ink: Color of text.
    """
    shares = {"spend_share": "three-year spend", "hours_share": "staff hours"}
    data = frame.melt("area", list(shares), "of", "share").replace({"of": shares})
    color = alt.Color(
        field="of",
        type="nominal",
        scale=alt.Scale(domain=list(shares.values()), range=[SLACK_COLOR, SECOND_COLOR]),
        legend=alt.Legend(title="Share of the portfolio's", orient="top"),
    )
    chart: alt.Chart = (
        alt.Chart(data, height=alt.Step(16))
        .mark_bar()
        .encode(
            y=alt.Y(field="area", type="nominal", title=None, sort=list(frame["area"]), axis=alt.Axis(labelLimit=280)),
            yOffset=alt.YOffset(field="of", type="nominal", sort=list(shares.values())),
            x=alt.X(field="share", type="quantitative", title=None, axis=alt.Axis(format="%", grid=False)),
            color=color,
            tooltip=[
                alt.Tooltip(field="area", title="Focus area"),
                alt.Tooltip(field="of", title="Share of"),
                alt.Tooltip(field="share", format=".1%", title="Share"),
            ],
        )
        .configure_axis(labelFontSize=FONT_SIZE, labelColor=ink, titleColor=ink)
        .configure_legend(labelFontSize=FONT_SIZE, titleFontSize=FONT_SIZE, labelColor=ink, titleColor=ink)
        .configure_view(strokeWidth=0)
    )
    return chart
