"""The only place that knows PuLP and HiGHS: rows as arrays in, chosen ids and an honest bound out."""

from portfolio.solver.answer import TIE_POINTS, Ask, Cut, SolverAnswer, as_cut, at_most, other_than, worth
from portfolio.solver.arrays import Arrays, Bools, Floats, Ints, build_arrays
from portfolio.solver.covers import cover_cuts
from portfolio.solver.hull import HullBound
from portfolio.solver.kept import KeptModel, Relaxation, solver_name
from portfolio.solver.leaving import LEAVING

__all__ = [
    "LEAVING",
    "TIE_POINTS",
    "Arrays",
    "Ask",
    "Bools",
    "Cut",
    "Floats",
    "HullBound",
    "Ints",
    "KeptModel",
    "Relaxation",
    "SolverAnswer",
    "as_cut",
    "at_most",
    "build_arrays",
    "cover_cuts",
    "other_than",
    "solver_name",
    "worth",
]
