"""The sheet Rules and overrides: what asks for what, at which price; limits as they are used; decisions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from planning.outcome import LimitUse
from portfolio.constraints import CONSTRAINT_KINDS
from portfolio.premium import Premium
from reports.dossier import Dossier
from reports.workbook import money
from reports.workbook.book import Book, Sheet, Value

TITLE = "Rules and overrides"
Block = Sequence[Sequence[Value]]
_PRICED = "A price is what the best value would gain without the rule, in points, each by solving the plan again."
_NOT_PRICED = (
    "Prices were not worked out for this copy: the screen Export results does it, and the command line with --reasons."
)
_OVERRIDES = ("Override", "Direction", "Reason", "Who", "On", "Until", "Price when made", "Price now (points)")
_PRICES = ("What", "Price (points)", "Would come in", "Would leave", "How sure")
_LIMITS = (
    ("Limit", "wrapped"), ("Unit", "text"), ("Asked by", "wrapped"), ("Limit amount", "money"), ("Used", "money"),
    ("Left", "money"), ("Used share", "share"), ("Tight", "text"),
)  # fmt: skip
_WIDTHS = (52, 22, 80, 22, 18, 18, 18, 14)


def write(book: Book) -> None:
    """Four tables, one below the other."""
    sheet, dossier = book.sheets[TITLE], book.dossier
    sheet.put(0, 0, "Rules, overrides, limits and decisions", "title")
    sheet.put(1, 0, f"{_PRICED if dossier.prices else _NOT_PRICED}{_fixed_words(book)}", "text")
    row = _write_table(sheet, 3, "Prices", _PRICES, list(_prices(dossier)), {1: "points"})
    row = _write_table(sheet, row + 2, "Rules", ("Rule", "Kind", "Who or what asks for it", "Price (points)"),
                       list(_rules(dossier)), {3: "points"})  # fmt: skip
    days = {4: "day", 5: "day", 7: "points"}
    row = _write_table(sheet, row + 2, "Overrides", _OVERRIDES, list(_overrides(dossier)), days)
    row = _write_limits(book, sheet, row + 2)
    headers = ("Decision on", "Verdict", "Reason", "Who", "On", "Comes back", "Dissent")
    row = _write_table(sheet, row + 2, "Decisions", headers, list(_decisions(dossier)), {4: "day", 5: "day"})
    sheet.widths(_WIDTHS)
    sheet.paper.freeze_panes(2, 1)
    sheet.print_as((row, len(_WIDTHS) - 1))


def _fixed_words(book: Book) -> str:
    """Which kinds of limits this workbook can't work out anew; empty where it can for all."""
    labels = {kind.key: kind.label for kind in CONSTRAINT_KINDS}
    fixed = dict.fromkeys(labels[use.row.kind] for use in book.dossier.outcome.limits if not used_cell(book, use))
    return f" Used here stays as the app counted it, whatever is struck: {', '.join(fixed)}." if fixed else ""


def _write_table(
    sheet: Sheet, row: int, name: str, headers: Sequence[str], rows: Block, styles: Mapping[int, str]
) -> int:
    """A table of plain values; returns its last row."""
    sheet.table(name, row, [(header, styles.get(k, "wrapped")) for k, header in enumerate(headers)], len(rows))
    for at, values in enumerate(rows, start=row + 1):
        for k, value in enumerate(values):
            sheet.put(at, k, value, styles.get(k, "wrapped"))
    if not rows:
        sheet.put(row + 1, 0, "none", "text")
    return row + max(len(rows), 1)


def _prices(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    """What kinds of rules cost, then each mandate, override and gate, the dearest first."""
    found = [price for price in dossier.prices if price.step is None]
    for price in sorted(found, key=lambda price: -(price.points or 0.0)):
        points = None if price.points is None else round(price.points, 6)
        sure = "not known in time" if points is None else "exact" if price.is_proven else "at least"
        yield price.label, points, ", ".join(price.comes), ", ".join(price.leaves), sure


def _rules(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    outcome = dossier.outcome
    labels = {kind.key: kind.label for kind in CONSTRAINT_KINDS}
    prices = {price.key: price.points for price in dossier.prices}
    for row in outcome.rows:
        if not row.is_limit:
            yield row.label, labels.get(row.kind, row.kind), row.why, prices.get(row.key)
    for premium in outcome.premiums:
        yield _premium_words(premium), labels.get(premium.kind, premium.kind), premium.why, None
    yield from _hours_rules(dossier, labels)


def _hours_rules(dossier: Dossier, labels: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    """Rules without rows of their own: they change what the hours' rows say."""
    notebook = dossier.outcome.notebook
    agreed, names = notebook.agreed_rules, {role.role: role.name for role in notebook.limits.capacity}
    if agreed.reserve_share and "reserve" in notebook.kinds_on:
        yield f"{agreed.reserve_share:.0%} of every role's hours kept back", labels["reserve"], "", None
    if agreed.ai_charge and "ai-charge" in notebook.kinds_on:
        charge = agreed.ai_charge
        words = f"Reviewing and watching AI takes hours of {names.get(charge.role, charge.role)}"
        yield words, labels["ai-charge"], charge.why, None


def _premium_words(premium: Premium) -> str:
    if len(premium.request_ids) > 1:
        return f"{' and '.join(premium.request_ids)}: {premium.points:+g} points together"
    return f"Without {premium.request_ids[0]}: {premium.points:g} points lost"


def _overrides(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    prices = {price.key: price.points for price in dossier.prices}
    titles = {r.id: r.title for r in dossier.outcome.notebook.requests}
    for one in dossier.outcome.notebook.overrides:
        name = f"{one.request_id} {titles.get(one.request_id, '')}".strip()
        way = "forced in" if one.is_in else "forced out"
        yield (
            name,
            way if one.request_id in titles else f"{way}, rests: not on the list",
            one.why,
            one.who,
            one.on,
            one.until,
            one.price,
            prices.get(f"override {one.request_id}"),
        )


def _decisions(dossier: Dossier) -> Iterator[tuple[Value, ...]]:
    titles = {r.id: r.title for r in dossier.outcome.notebook.requests}
    for one in dossier.outcome.notebook.decisions:
        name = f"{one.request_id} {titles.get(one.request_id, '')}".strip()
        reason = f"{one.reason} Condition: {one.condition}" if one.condition else one.reason
        yield name, str(one.verdict), reason, one.who, one.on, one.review_on, one.dissent


def _write_limits(book: Book, sheet: Sheet, row: int) -> int:
    """Every limit; what is used follows the sheets Money and Staffing where they hold it."""
    uses = book.dossier.outcome.limits
    sheet.table("Limits", row, _LIMITS, len(uses))
    for at, use in enumerate(uses, start=row + 1):
        style = book.style_of(use.row.unit)
        sheet.line(at, (use.row.label, book.unit_words(use.row.unit), use.row.why), "wrapped")
        sheet.formula(at, 3, book.places[f"limit {use.row.key}"], use.row.bound, style)
        source = used_cell(book, use)
        if source:
            sheet.formula(at, 4, source, use.used, style)
        else:
            sheet.put(at, 4, use.used, style)
        limit, used = sheet.cell(at, 3), sheet.cell(at, 4)
        sheet.formula(at, 5, f"{limit}-{used}", use.row.bound - use.used, style)
        sheet.formula(at, 6, f"IF({limit}>0,{used}/{limit},IF({used}>0,1,0))", use.share, "share")
        sheet.put(at, 7, "tight" if use.is_tight else "", "wrapped")
    if not uses:
        sheet.put(row + 1, 0, "none", "text")
    over = {"type": "cell", "criteria": "<", "value": -0.005, "format": book.file.add_format({"font_color": "#C62F3B"})}
    sheet.paper.conditional_format(row + 1, 5, row + max(len(uses), 1), 5, over)
    bars = {"type": "data_bar", "bar_color": "#9CC9E8", "min_type": "num", "min_value": 0,
            "max_type": "num", "max_value": 1}  # fmt: skip
    sheet.paper.conditional_format(row + 1, 6, row + max(len(uses), 1), 6, bars)
    return row + max(len(uses), 1)


def used_cell(book: Book, use: LimitUse) -> str:
    """Where the workbook works out what this limit uses; empty where it does not."""
    kind, _, year = use.row.key.partition(" ")
    if use.row.kind in ("capital", "operating") and year in book.money.stated:
        return money.place(book, "counted" if kind == "capital" else "operating", book.money.stated.index(year))
    return book.places.get(use.row.key, "") if use.row.kind == "hours" else ""
