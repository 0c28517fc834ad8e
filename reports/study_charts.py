"""The pictures of studies: the frontier of value against cost, and the budgets at which one request is in."""

from __future__ import annotations

import altair as alt
import pandas as pd

from reports.charts import FONT_SIZE, FULL_COLOR, SECOND_COLOR, SLACK_COLOR

FRONTIER_COLORS = {
    "frontier": "#7FB4DB",
    "convex": SLACK_COLOR,
    "this plan": FULL_COLOR,
    "by rank to the line": SECOND_COLOR,
    "by value per cost": "#5E9C4B",
}
FRONTIER_SHAPES = ("circle", "circle", "diamond", "square", "triangle-up")


def frontier_chart(frame: pd.DataFrame, *, ink: str, cost_title: str, height: int = 330) -> alt.LayerChart:
    """Value against cost: a step line through every efficient portfolio, convex points filled, lists beside it.

    Args:
        frame: ``frontier_frame``: columns cost, value, n_funded, kind (frontier, convex, this plan or a list's name).
        ink: Color of text on the ground it stands on.
        cost_title: Name of the cost with its unit.
    """
    on_line = frame[frame["kind"].isin(["frontier", "convex"])]
    axis = alt.Axis(tickCount=10)
    x = alt.X(field="cost", type="quantitative", title=cost_title, scale=alt.Scale(zero=False), axis=axis)
    y = alt.Y(field="value", type="quantitative", title="Value (points)", scale=alt.Scale(zero=False))
    tooltip = [
        alt.Tooltip(field="kind", type="nominal", title="What"),
        alt.Tooltip(field="value", type="quantitative", title="Value (points)", format=",.2f"),
        alt.Tooltip(field="cost", type="quantitative", title=cost_title, format=",.2f"),
        alt.Tooltip(field="n_funded", type="quantitative", title="Requests funded"),
    ]
    kinds = list(FRONTIER_COLORS)
    color = alt.Color(
        field="kind",
        type="nominal",
        scale=alt.Scale(domain=kinds, range=list(FRONTIER_COLORS.values())),
        legend=alt.Legend(title=None, orient="top", symbolSize=120, labelLimit=260),
    )
    shape = alt.Shape(
        field="kind", type="nominal", scale=alt.Scale(domain=kinds, range=list(FRONTIER_SHAPES)), legend=None
    )
    line = alt.Chart(on_line).mark_line(interpolate="step-after", color=SLACK_COLOR, opacity=0.5).encode(x=x, y=y)
    points = (
        alt.Chart(frame)
        .mark_point(filled=True, size=110, opacity=0.95)
        .encode(x=x, y=y, color=color, shape=shape, tooltip=tooltip)
    )
    chart: alt.LayerChart = (
        alt.layer(line, points)
        # The label of the last tick, flush with the axis, would lose its edge.
        .properties(height=height, padding={"left": 5, "right": 12, "top": 5, "bottom": 5})
        .configure_axis(labelFontSize=FONT_SIZE, titleFontSize=FONT_SIZE, labelColor=ink, titleColor=ink)
        .configure_legend(labelFontSize=FONT_SIZE, labelColor=ink)
    )
    return chart


def bands_chart(frame: pd.DataFrame, *, ink: str, cost_title: str) -> alt.LayerChart:
    """Budgets at which one request is in: a strip from left to right, with a mark at what the plan spends.

    Args:
        frame: ``bands_frame``: columns start, end, is_in (bool), spent.
        ink: Color of text on the ground it stands on.
    """
    data = frame.assign(state=frame["is_in"].map({True: "in", False: "out"}))
    x = alt.X(
        field="start",
        type="quantitative",
        title=cost_title,
        scale=alt.Scale(zero=False, nice=False),
        axis=alt.Axis(tickCount=6),
    )
    strip = (
        alt.Chart(data)
        .mark_bar(height=26)
        .encode(
            x=x,
            x2=alt.X2(field="end"),
            color=alt.Color(
                field="state",
                type="nominal",
                scale=alt.Scale(domain=["in", "out"], range=[SLACK_COLOR, "#B9C1C8"]),
                legend=alt.Legend(title=None, orient="top"),
            ),
            tooltip=[
                alt.Tooltip(field="state", type="nominal", title="This request is"),
                alt.Tooltip(field="start", type="quantitative", title="From", format=",.2f"),
                alt.Tooltip(field="end", type="quantitative", title="To", format=",.2f"),
            ],
        )
    )
    mark = (
        alt.Chart(data.head(1))
        .mark_tick(thickness=3, height=40, color=ink)
        .encode(x=alt.X(field="spent", type="quantitative"), tooltip=[alt.Tooltip(field="spent", title="This plan")])
    )
    chart: alt.LayerChart = (
        alt.layer(strip, mark)
        .properties(height=120)
        .configure_axis(labelFontSize=FONT_SIZE, titleFontSize=FONT_SIZE, labelColor=ink, titleColor=ink)
        .configure_legend(labelFontSize=FONT_SIZE, labelColor=ink)
        .configure_view(stroke=None)
    )
    return chart
