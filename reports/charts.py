"""The pictures: colors and signs that screens and exports share, and charts made with Altair from documented tables."""

from __future__ import annotations

import altair as alt
import pandas as pd

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
# The points of criteria side by side: one hue from dark to light, so that none is taken for a standing.
DARKEST_TINT, LIGHTEST_TINT = (0x22, 0x6E, 0x69), (0x9F, 0xD3, 0xC9)


def tints(n: int) -> list[str]:
    """So many colors of one hue, from dark to light."""
    shares = [k / max(n - 1, 1) for k in range(n)]
    mixed = [
        tuple(round(dark + share * (light - dark)) for dark, light in zip(DARKEST_TINT, LIGHTEST_TINT, strict=True))
        for share in shares
    ]
    return ["#{:02X}{:02X}{:02X}".format(*color) for color in mixed]


def limit_state(slack: float, share: float) -> str:
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
