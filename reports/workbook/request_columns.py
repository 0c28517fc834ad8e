"""The columns of the sheet Funded: what stands in each, how it looks, and how formulas find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from planning.money import RequestMoney
from reports.reasons import assumed_words, standing
from reports.workbook.book import Book, Value, column_letter, column_names, column_of
from scoring.evidence import evidence_grade
from scoring.request import Stage
from scoring.value import net_cost_usd

NOT_STATED = "not stated"
YES, NO = "yes", "no"
# Facts for finance that a file may state; a column stands there only where one does.
_OPTIONAL = (
    ("cost_nature", "Cost nature"),
    ("entity", "Entity"),
    ("cost_center", "Cost center"),
    ("account", "Account"),
)
Fact = Callable[[RequestMoney], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Args:
        key: What formulas look it up by.
        value: What its cells hold, or what their formula gives.
        formula: Columns and the row, from 0 -> what its cells calculate; None where they hold the value itself.
        is_summed: Whether the sheet totals it.
    """

    key: str
    header: str
    value: Fact
    style: str = "text"
    width: float = 14
    formula: Callable[[Columns, int], str] | None = None
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in order, each found by its key.

    Args:
        names: Headers as the table has them, by key.
        letters: Letters of the columns, by key.
    """

    columns: tuple[Column, ...]
    names: dict[str, str]
    letters: dict[str, str]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Columns:
        """Columns with the names and letters they get."""
        named = column_names([column.header for column in columns])
        names = {column.key: name for column, name in zip(columns, named, strict=True)}
        return cls(tuple(columns), names, {key: column_letter(k) for k, key in enumerate(names)})

    def all_of(self, key: str) -> str:
        """A whole column as formulas of any sheet name it, such as Funded[Department]."""
        return column_of("Funded", self.names[key])

    def cell(self, key: str, row: int) -> str:
        """A cell of a row, from 0, such as $D7."""
        return f"${self.letters[key]}{row + 1}"

    def cells(self, first: str, last: str, row: int) -> str:
        """Cells of a row from one column to another."""
        return f"{self.cell(first, row)}:{self.cell(last, row)}"


def funded_columns(book: Book) -> Columns:
    """All columns of the sheet Funded, those of the user's own file last."""
    if book.columns is None:
        parts = (_names, _points, _money, _net_cost, _benefit, _work, _others)
        book.columns = Columns.of([column for part in parts for column in part(book)])
    found: Columns = book.columns
    return found


def other_headers(book: Book) -> list[str]:
    """Headers of the user's columns that Rounds does not use, in the order of the file."""
    return list(dict.fromkeys(h for r in book.dossier.outcome.notebook.requests for h in r.other_columns))


def _text(key: str, header: str, fact: Fact, width: float = 14, style: str = "text") -> Column:
    return Column(key=key, header=header, value=fact, width=width, style=style)


def _names(book: Book) -> Iterator[Column]:
    outcome = book.dossier.outcome
    yield _text("id", "Request", lambda line: line.request.id, 11)
    yield _text("title", "Title", lambda line: line.request.title, 52, "wrapped")
    yield _text("counts", "Counts", lambda line: YES, 9, "yes")
    yield _text("standing", "Standing", lambda line: standing(outcome, line.request.id), 13, "wrapped")
    yield _text("sponsor", "Sponsor", lambda line: line.request.sponsor_role or NOT_STATED, 27, "wrapped")
    yield _text(
        "department", "Department", lambda line: line.request.requesting_department or NOT_STATED, 23, "wrapped"
    )
    yield _text("area", "Focus area", lambda line: line.request.focus_area or NOT_STATED, 33, "wrapped")
    for key, header in _OPTIONAL:
        if any(getattr(line.request, key) for line in book.money.lines):
            stated: Fact = lambda line, key=key: getattr(line.request, key) or NOT_STATED  # type: ignore[misc]  # noqa: E731
            yield _text(key, header, stated, 16)


def _points(book: Book) -> Iterator[Column]:
    outcome = book.dossier.outcome
    criteria = outcome.notebook.criteria_in_use
    for criterion in criteria:
        share = dict(zip(outcome.scores.ids, _contributions(book, criterion.key), strict=True))
        yield _points_column(f"points {criterion.key}", f"{criterion.label} (points)", share, None)
    first, last = f"points {criteria[0].key}", f"points {criteria[-1].key}"
    yield _points_column(
        "score", "Score (points)", outcome.scores.totals, lambda c, row: f"SUM({c.cells(first, last, row)})"
    )
    yield _text(
        "grade", "Claim rests on", lambda line: evidence_grade(line.request.evidence_status).name, 28, "wrapped"
    )
    yield _points_column("expected score", "Expected score (points)", book.expected, _expected_score)
    yield _text("assumed", "Assumed ratings", lambda line: assumed_words(outcome, line.request.id), 24, "wrapped")


def _contributions(book: Book, key: str) -> list[float]:
    scores = book.dossier.outcome.scores
    return [float(points) for points in scores.contributions[:, scores.keys.index(key)]]


def _points_column(
    key: str, header: str, points: Mapping[str, float], formula: Callable[[Columns, int], str] | None
) -> Column:
    return Column(
        key=key, header=header, value=lambda line: points[line.request.id], style="points", width=12, formula=formula,
        is_summed=True,
    )  # fmt: skip


def _expected_score(columns: Columns, row: int) -> str:
    score, grade = columns.cell("score", row), columns.cell("grade", row)
    return f"mean_score+({score}-mean_score)/(1+SUMIF(grades,{grade},grade_noise))"


def _money(book: Book) -> Iterator[Column]:
    stated = book.money.stated
    for kind, label in (("capital", "Capital"), ("operating", "Operating")):
        for k, year in enumerate(stated):
            fact: Fact = lambda line, kind=kind, k=k: getattr(line, kind)[k]  # type: ignore[misc]  # noqa: E731
            yield _amount(f"{kind} {year}", f"{label} {year}", fact, None)
    first, last = f"capital {stated[0]}", f"capital {stated[-1]}"
    yield _amount(
        "counted", "Capital with contingency", lambda line: sum(line.counted),
        lambda c, row: f"SUMPRODUCT(ROUND({c.cells(first, last, row)}*(1+contingency),2))",
    )  # fmt: skip


def _net_cost(book: Book) -> Iterator[Column]:
    terms = book.dossier.outcome.notebook.cost_terms
    yield Column(key="net cost", header="Net cost, three years", value=lambda line: net_cost_usd(line.request, terms),
                 style="money", width=17)  # fmt: skip


def _amount(key: str, header: str, fact: Fact, formula: Callable[[Columns, int], str] | None) -> Column:
    return Column(key=key, header=header, value=fact, style="money", width=17, formula=formula, is_summed=True)


def _benefit(book: Book) -> Iterator[Column]:
    money = book.money
    yield _amount("annual", "Benefit claimed a year", lambda line: line.annual, None)
    yield _text("type", "Benefit type", lambda line: str(line.request.benefit_type), 12, "wrapped")
    yield _text("confidence", "Confidence", lambda line: str(line.request.benefit_confidence), 12)
    yield _amount("expected", "Benefit expected a year", lambda line: line.expected_annual, _expected_benefit)
    for k, year in enumerate(money.years):
        quarters: Fact = lambda line, k=k: line.live[k]  # type: ignore[misc]  # noqa: E731
        yield Column(key=f"live {year}", header=f"Benefit quarters {year}", value=quarters, style="count", width=10)
    values = {i: alone.npv for i, alone in money.by_request().items()}
    yield _amount(
        "npv", "Net present value", lambda line: values[line.request.id],
        lambda c, row: _present_value(c, row, money.stated, money.years),
    )  # fmt: skip


def _expected_benefit(columns: Columns, row: int) -> str:
    kind, sure = columns.cell("type", row), columns.cell("confidence", row)
    return (
        f"{columns.cell('annual', row)}*SUMIF(benefit_types,{kind},benefit_types_share)"
        f"*SUMIF(benefit_confidences,{sure},benefit_confidences_share)"
    )


def _present_value(columns: Columns, row: int, stated: Sequence[str], years: Sequence[str]) -> str:
    """Every flow of the request times its year's factor; running cost after the stated years is in the last factor."""
    capital = columns.cells(f"capital {stated[0]}", f"capital {stated[-1]}", row)
    operating = columns.cells(f"operating {stated[0]}", f"operating {stated[-1]}", row)
    live = columns.cells(f"live {years[0]}", f"live {years[-1]}", row)
    return (
        f"{columns.cell('expected', row)}/4*SUMPRODUCT({live},discount_factors)"
        f"-SUMPRODUCT(ROUND({capital}*(1+contingency),2),capital_factors)-SUMPRODUCT({operating},running_factors)"
    )


def _work(book: Book) -> Iterator[Column]:
    notebook = book.dossier.outcome.notebook
    first = notebook.plan.first_quarter
    names = {role.role: role.name for role in notebook.limits.capacity}
    for role, name in names.items():
        hours: Fact = lambda line, role=role: line.request.role_hours.get(role)  # type: ignore[misc]  # noqa: E731
        yield Column(key=f"hours {role}", header=f"Hours {name}", value=hours, style="hours", width=16, is_summed=True)
    yield _text("start", "Start", lambda line: str(line.request.start(first)), 11, "wrapped")
    yield Column(key="quarters", header="Quarters of work", value=lambda line: line.request.duration_quarters,
                 style="count", width=9)  # fmt: skip
    yield Column(key="begins", header="First plan quarter", style="count", width=9,
                 value=lambda line: line.request.start(first).minus(first) + 1)  # fmt: skip
    yield Column(key="ends", header="Last plan quarter", style="count", width=9,
                 value=lambda line: line.request.last_work_quarter(first).minus(first) + 1)  # fmt: skip
    charge = notebook.agreed_rules.ai_charge if "ai-charge" in notebook.kinds_on else None
    for key, header, hours_by_tier in (
        ("review", "AI review hours", charge.review_hours if charge else {}),
        ("watch", "AI monitoring hours a quarter", charge.monitoring_hours if charge else {}),
    ):
        if charge:
            ai: Fact = lambda line, by=hours_by_tier: _of_ai(line, by)  # type: ignore[misc]  # noqa: E731
            yield Column(key=key, header=header, value=ai, style="hours", width=12)


def _of_ai(line: RequestMoney, hours_by_tier: dict[object, float]) -> float:
    """Hours its AI takes, none for what is retired."""
    return 0.0 if line.request.stage is Stage.RETIRE else hours_by_tier.get(line.request.ai_tier, 0.0)


def _others(book: Book) -> Iterator[Column]:
    for k, header in enumerate(other_headers(book)):
        fact: Fact = lambda line, header=header: line.request.other_columns.get(header)  # type: ignore[misc]  # noqa: E731
        yield _text(f"other {k}", header, fact, 18)
