"""Native charts on slides, which stay editable; the sheet behind each holds text as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.chart import XL_TICK_LABEL_POSITION as TICKS
from pptx.util import Inches, Pt

from reports.safe_text import safe

INK, QUIET, PALE, WHITE = "1F3A4D", "5A6B77", "E8EEF2", "FFFFFF"
# The longest text a place on a slide can hold, and the smallest type that is read from the back row, in points.
LONGEST, SMALLEST = 160, 14
Box = tuple[float, float, float, float]
_MARKERS = {
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "cross": XL_MARKER_STYLE.X,
}
_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Points of one kind.

    Args:
        points: (across, up) of each.
        shape: diamond, circle, square or cross.
    """

    name: str
    points: Sequence[tuple[float, float]]
    color: str
    shape: str


# The library writes the sheet behind a chart with formulas on: its writers are replaced in this point alone.
@contextmanager
def _text_sheet(_writer: Any, xlsx_file: Any) -> Iterator[Any]:
    book = xlsxwriter.Workbook(xlsx_file, _TEXT)
    yield book, book.add_worksheet()
    book.close()


class _Columns(CategoryWorkbookWriter):
    _open_worksheet = _text_sheet


class _Clouds(XyWorkbookWriter):
    _open_worksheet = _text_sheet


class _ColumnData(CategoryChartData):
    @property
    def _workbook_writer(self) -> _Columns:
        return _Columns(self)  # type: ignore[no-untyped-call]


class _CloudData(XyChartData):
    @property
    def _workbook_writer(self) -> _Clouds:
        return _Clouds(self)  # type: ignore[no-untyped-call]


def add_bars(
    slide: Any,
    categories: Sequence[str],
    series: Mapping[str, Sequence[float]],
    place: Box,
    *,
    colors: Sequence[str],
    number_format: str,
    is_lying: bool = False,
    highest: float | None = None,
) -> None:
    """Clustered bars; the first color is for the first series. Lying ones say their amount at their end."""
    data: Any = _ColumnData()  # type: ignore[no-untyped-call]
    data.categories = [safe(name, LONGEST) for name in categories] or ["none"]
    for name, amounts in series.items():
        data.add_series(safe(name, LONGEST), list(amounts) or [0.0])
    kind = XL_CHART_TYPE.BAR_CLUSTERED if is_lying else XL_CHART_TYPE.COLUMN_CLUSTERED
    chart: Any = slide.shapes.add_chart(kind, *in_inches(place), data).chart
    _dress(chart, has_legend=len(series) > 1)
    plot, axis = chart.plots[0], chart.value_axis
    _number(axis.tick_labels, number_format)
    chart.category_axis.reverse_order, chart.category_axis.tick_label_position = is_lying, TICKS.LOW
    if highest is not None:
        axis.minimum_scale, axis.maximum_scale = 0.0, highest
    plot.gap_width = 60
    if is_lying:
        axis.visible, axis.has_major_gridlines, plot.has_data_labels = False, False, True
        _number(plot.data_labels, number_format)
        plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    for one, color in zip(plot.series, colors, strict=True):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = rgb(color)


def add_clouds(slide: Any, series: Sequence[Cloud], place: Box, *, titles: tuple[str, str]) -> None:
    """Points, one mark for each series.

    Args:
        titles: What goes across, and what goes up.
    """
    data: Any = _CloudData()  # type: ignore[no-untyped-call]
    # LibreOffice drops a series that a longer one follows.
    series = sorted(series, key=lambda one: -len(one.points))
    for one in series:
        drawn = data.add_series(safe(one.name, LONGEST))
        for x, y in one.points:
            drawn.add_data_point(x, y)
    chart: Any = slide.shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *in_inches(place), data).chart
    _dress(chart, has_legend=True)
    for axis, title in zip((chart.category_axis, chart.value_axis), titles, strict=True):
        axis.has_title, axis.tick_label_position = True, TICKS.LOW
        axis.axis_title.text_frame.text = title
        axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(SMALLEST)
        _number(axis.tick_labels, "0")
    chart.category_axis.has_major_gridlines = False
    for drawn, one in zip(chart.plots[0].series, series, strict=True):
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = _MARKERS[one.shape], 10
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = rgb(one.color)
        # A cross is made of lines alone.
        drawn.marker.format.line.color.rgb = rgb(one.color if one.shape == "cross" else WHITE)


def rgb(color: str) -> RGBColor:
    """A color from its hexadecimal name."""
    return RGBColor.from_string(color.lstrip("#"))  # type: ignore[no-untyped-call, no-any-return]


def in_inches(place: Box) -> tuple[Inches, Inches, Inches, Inches]:
    """A place (left, top, width, height) in the file's own unit."""
    left, top, width, height = place
    return Inches(left), Inches(top), Inches(width), Inches(height)


def _number(labels: Any, number_format: str) -> None:
    labels.number_format, labels.number_format_is_linked = number_format, False


def _dress(chart: Any, *, has_legend: bool) -> None:
    """The quiet look of every chart."""
    chart.has_title, chart.has_legend = False, has_legend
    if has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.color.rgb = Pt(SMALLEST), rgb(INK)
    chart.value_axis.major_gridlines.format.line.color.rgb = rgb(PALE)
