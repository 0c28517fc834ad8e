"""Tables of what governance shows, the same for screens and the command line's plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from governance.ai_file import EvidenceState
from governance.calendar import CalendarRule
from governance.pilot import charter_gaps
from governance.registry import AiRegistry
from planning.governance_view import AreaLine, MandateLine, RoleShare
from planning.notebook import PlanningNotebook
from planning.outcome import Outcome
from planning.waiting import Waiting
from scoring.request import OutcomeMetric, Request, Stage

UNKNOWN = "not recorded"


def waiting_frame(waiting: Iterable[Waiting]) -> pd.DataFrame:
    """One row for each request that waits, in the order of the agenda.

    Returns:
        Columns request, title, missing (codes and short names), waits_for, since (date or words), days (None where
        unknown), price (points).
    """
    rows = [
        {
            "request": w.request_id,
            "title": w.title,
            "missing": ", ".join(_short(item) for item in w.missing) or w.reason,
            "waits_for": w.waits_for,
            "since": w.since.isoformat() if w.since else UNKNOWN,
            "days": w.days,
            "price": w.price,
        }
        for w in waiting
    ]
    return _frame(rows, "request title missing waits_for since days price").astype(
        {"days": "Int64", "price": "Float64"}
    )


def _short(item: str) -> str:
    """A missing item by its code, or by the words before a colon."""
    head = item.split(maxsplit=1)[0]
    if head[:1] == "E" and head[1:].isdigit():
        return head
    return item.partition(":")[0].removeprefix("The ").lower()


def mandate_frame(lines: Iterable[MandateLine]) -> pd.DataFrame:
    """One row for each mandate: the dearest first, then those that only score.

    Returns:
        Columns request, title, authority, state, deadline, safe_start, timing, price (points), displaced,
        rating, proposed, work (what it does to burden, in words).
    """
    rows = [
        {
            "request": " or ".join(line.request_ids),
            "title": line.titles[0] if len(line.titles) == 1 else f"{line.group}: one of {len(line.titles)} variants",
            "authority": line.authority,
            "state": mandate_state(line),
            "deadline": line.deadline.isoformat() if line.deadline else "",
            "safe_start": str(line.safe_start or ""),
            "timing": mandate_timing(line),
            "price": line.price if line.is_forced else None,
            "displaced": ", ".join(line.displaced),
            "rating": line.rating,
            "proposed": float(line.proposal.rating) if line.proposal else None,
            "work": mandate_work(line),
        }
        for line in lines
    ]
    columns = "request title authority state deadline safe_start timing price displaced rating proposed work"
    return _frame(rows, columns).astype({"price": "Float64", "rating": "Float64", "proposed": "Float64"})


def mandate_state(line: MandateLine) -> str:
    """Whether a mandate forces, in words with its rule's status."""
    status = f" ({line.rule.status})" if line.rule else ""
    return f"{'forced in' if line.is_forced else 'only scores'}{status}"


def mandate_timing(line: MandateLine) -> str:
    """Where a mandate stands against its date."""
    if line.deadline is None:
        return "no date"
    if line.is_late:
        return "late"
    return "safe start lies beyond the plan" if line.is_ahead else "in time"


def mandate_work(line: MandateLine) -> str:
    """What a mandate does to the burden of work."""
    if line.burden is None:
        return ""
    if not line.is_painful:
        return "adds no work"
    return f"adds work; {line.mitigation}" if line.mitigation else "adds work, no mitigation written"


def role_frame(roles: Iterable[RoleShare]) -> pd.DataFrame:
    """One row for each role, the fullest first: columns role, quarter, used, by_mandates (shares 0-1)."""
    rows = [{"role": r.name, "quarter": r.quarter, "used": r.used, "by_mandates": r.by_mandates} for r in roles]
    return _frame(rows, "role quarter used by_mandates")


def area_frame(areas: Sequence[AreaLine]) -> pd.DataFrame:
    """One row for each focus area.

    Returns:
        Columns area, requests, funded, blocked, points, capital and spend (currency units), spend_share, hours,
        hours_share.
    """
    spend, hours = sum(a.spend_usd for a in areas), sum(a.hours for a in areas)
    rows = [
        {
            "area": a.area,
            "requests": a.n_requests,
            "funded": a.n_funded,
            "blocked": a.n_blocked,
            "points": a.points,
            "capital": a.capital_usd,
            "spend": a.spend_usd,
            "spend_share": a.spend_usd / spend if spend > 0 else 0.0,
            "hours": a.hours,
            "hours_share": a.hours / hours if hours > 0 else 0.0,
        }
        for a in areas
    ]
    columns = "area requests funded blocked points capital spend spend_share hours hours_share"
    return _frame(rows, columns)


def evidence_frame(outcome: Outcome, request: Request) -> pd.DataFrame:
    """One row for each piece of evidence: columns code, item, needed (at this stage), state, note, on, until."""
    notebook, today = outcome.notebook, outcome.today
    file = notebook.governance.ai_files.of(request.id)
    needed = notebook.rules.needed(notebook.governance.as_decided(request).stage, request.ai_tier)
    shown = file.shown(request.ai_evidence, today)
    on_file = {item.code: item for item in file.evidence}
    rows = []
    for code, item in notebook.rules.evidence.items():
        said = on_file.get(code)
        is_waived = said is not None and said.state is EvidenceState.WAIVED
        state = ("waived" if is_waived else "present") if code in shown else "waiver ended" if is_waived else "missing"
        rows.append(
            {
                "code": code,
                "item": item.item,
                "needed": "now" if code in needed else "at scale" if request.ai_tier in item.tiers else "no",
                "state": state,
                "note": (f"{said.who}: {said.why}" if is_waived else said.note) if said else "",
                "on": said.on.isoformat() if said and said.on else "",
                "until": said.until.isoformat() if said and said.until else "",
            }
        )
    return _frame(rows, "code item needed state note on until")


def pilot_frame(outcome: Outcome) -> pd.DataFrame:
    """One row for each pilot, the earliest end first.

    Returns:
        Columns request, title, ends, days_left, measure, charter, exit.
    """
    book, rows = outcome.notebook.governance, []
    for asked in pilots(outcome.notebook):
        request = book.as_decided(asked)
        past = book.past_exits(request.id)
        gaps = charter_gaps(book.charter(request.id))
        exit_ = past[-1].decision if past else request.exit_decision
        rows.append(
            {
                "request": request.id,
                "title": request.title,
                "ends": request.pilot_end.isoformat() if request.pilot_end else "no date",
                "days_left": (request.pilot_end - outcome.today).days if request.pilot_end else None,
                "measure": metric_words(request.metric),
                "charter": "complete" if not gaps else "none" if book.charter(request.id) is None else "incomplete",
                "exit": str(exit_) if exit_ else "open",
            }
        )
    rows.sort(key=lambda row: (str(row["ends"]), str(row["request"])))
    return _frame(rows, "request title ends days_left measure charter exit").astype({"days_left": "Int64"})


def pilots(notebook: PlanningNotebook) -> tuple[Request, ...]:
    """Requests at stage pilot, and those that were until their exit decision."""
    return tuple(r for r in notebook.requests if r.stage is Stage.PILOT)


def metric_words(metric: OutcomeMetric | None) -> str:
    """A measure from baseline to latest against its target."""
    if metric is None:
        return "no measure"
    values = ((metric.baseline, ""), (metric.latest, "now "), (metric.target, "target "))
    said = [f"{words}{number:g}" for number, words in values if number is not None]
    return f"{metric.name}: {', '.join(said)} {metric.unit}".strip()


def calendar_frame(rules: Iterable[CalendarRule]) -> pd.DataFrame:
    """One row for each rule: columns rule, status, date, bound, gap, penalty, source, last_checked."""
    rows = [
        {
            "rule": rule.name,
            "status": str(rule.status),
            "date": rule.date.isoformat() if rule.date else "",
            "bound": "us" if rule.is_bound else "others" if rule.only_others_bound else "nobody here",
            "gap": "open" if rule.is_gap_open else "closed",
            "penalty": "stated" if rule.has_penalty else "none stated",
            "source": rule.source,
            "last_checked": rule.last_checked.isoformat() if rule.last_checked else "",
        }
        for rule in rules
    ]
    return _frame(rows, "rule status date bound gap penalty source last_checked")


def registry_frame(registry: AiRegistry) -> pd.DataFrame:
    """One row for each AI use, those in use without approval first.

    Returns:
        Columns approval, id, name, office, stage, tier, tier_state.
    """
    rows = [
        {
            "approval": "found in use" if use.is_found_in_use else "approved" if use.approved_by else "not approved",
            "id": use.id,
            "name": use.name,
            "office": use.office,
            "stage": str(use.stage) if use.stage else "unknown",
            "tier": str(use.tier) if use.tier else "unknown",
            "tier_state": "confirmed" if use.tier_confirmed_by else "proposed" if use.tier else "",
        }
        for use in sorted(registry.uses, key=lambda use: not use.is_found_in_use)
    ]
    return _frame(rows, "approval id name office stage tier tier_state")


def _frame(rows: Sequence[Mapping[str, object]], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())
