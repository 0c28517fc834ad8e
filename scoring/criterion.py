"""The criteria a request is judged on. One definition here reaches template, sliders, scores, charts and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoring.request import Request
from scoring.value import CostTerms, net_cost_points

Level = Callable[[Request, CostTerms], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing a request is judged on, with a scale on which 0 means "the same as not doing it".

    Args:
        key: Name in files, weights and columns.
        label: Name on screen.
        short: One word for narrow columns.
        meaning: One plain sentence for people.
        low: Lowest rating; None where the scale has no end.
        high: Highest rating; None where the scale has no end.
        sign: +1 where more is better, -1 where more is worse. Expected sign +1 or -1.
        default_weight: Share of 100 in a new notebook. Expected weight >= 0.
        assumed: Stated default for a missing rating, always shown as assumed.
        level: The request's place on the scale, None while unknown.
        is_rated: A judgement entered by people (has a column), not computed.
        source: Where the scale comes from.
    """

    key: str
    label: str
    short: str
    meaning: str
    low: float | None
    high: float | None
    sign: int = 1
    default_weight: float = 0.0
    assumed: float = 0.0
    level: Level
    is_rated: bool = True
    source: str = "Anchored swing scale (Parnell and Trainor 2009); 0 = not doing it (Clemen and Smith 2009)"

    def __post_init__(self) -> None:
        if self.sign not in (1, -1):
            raise ValueError("Expected sign +1 or -1.")
        if self.default_weight < 0:
            raise ValueError("Expected weight >= 0.")

    def is_in_range(self, rating: float) -> bool:
        """Whether a rating lies on the scale."""
        return (self.low is None or rating >= self.low) and (self.high is None or rating <= self.high)


def _rated(key: str) -> Level:
    def level(request: Request, terms: CostTerms) -> float | None:
        return request.ratings.get(key)

    return level


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        key="clinical_value",
        label="Clinical value",
        short="Clinical",
        meaning="Better patient outcomes: 10 means 20 or more serious harms or deaths avoided a year.",
        low=0,
        high=10,
        default_weight=35,
        assumed=3,
        level=_rated("clinical_value"),
    ),
    Criterion(
        key="burden_reduction",
        label="Burden reduction",
        short="Burden",
        meaning="Work taken off clinicians and staff; negative where the request adds work.",
        low=-10,
        high=10,
        default_weight=25,
        assumed=1,
        level=_rated("burden_reduction"),
    ),
    Criterion(
        key="regulatory_need",
        label="Regulatory need",
        short="Regulatory",
        meaning="How near and how binding a rule is: 10 means a final rule due within 12 months with an open gap.",
        low=0,
        high=10,
        default_weight=20,
        assumed=1,
        level=_rated("regulatory_need"),
    ),
    Criterion(
        key="cost",
        label="Net cost",
        short="Cost",
        meaning="Three-year money out less likely money back; negative where the request saves money.",
        low=None,
        high=None,
        sign=-1,
        default_weight=20,
        level=net_cost_points,
        is_rated=False,
        source="Three-year capital plus operating less confidence-weighted cash benefit, by dollars per point",
    ),
    Criterion(
        key="access_equity",
        label="Access and equity",
        short="Equity",
        meaning="Patients reach care sooner and measured gaps narrow.",
        low=0,
        high=10,
        assumed=1,
        level=_rated("access_equity"),
    ),
    Criterion(
        key="readiness",
        label="Readiness",
        short="Readiness",
        meaning="Sponsor, champion and a workflow that front-line users have tried.",
        low=0,
        high=10,
        assumed=4,
        level=_rated("readiness"),
    ),
    Criterion(
        key="delivery_risk",
        label="Delivery risk",
        short="Risk",
        meaning="How likely the work is to slip: 10 means unproven with many parties.",
        low=0,
        high=10,
        sign=-1,
        assumed=4,
        level=_rated("delivery_risk"),
    ),
)
