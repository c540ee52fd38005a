"""Reads of samples, runs, results and objections; people see their own or their scope's."""

from ._gathering import Gathered, gathered
from ._records import own_recognitions, recognitions_page
from ._results import (
    LineView,
    ResultView,
    objection_of,
    objections_page,
    own_objections,
    own_results,
    result_of,
    results_page,
)
from ._runs import (
    RunView,
    all_schemes,
    as_formula,
    overlapping,
    run_by_id,
    run_of,
    runs_page,
    scheme_on,
)
from ._samples import (
    CriterionView,
    SampleFilters,
    SampleView,
    card_in_use,
    card_of,
    cards,
    draw_of,
    draws_page,
    is_drawn,
    own_sample,
    own_samples,
    sample_of,
    sample_plan_on,
    sample_plans,
    samples_page,
    wording,
    work_of_month,
)

__all__ = [
    "CriterionView", "Gathered", "LineView", "ResultView", "RunView",
    "SampleFilters", "SampleView", "all_schemes", "as_formula", "card_in_use", "card_of",
    "cards", "draw_of", "draws_page", "gathered", "is_drawn", "objection_of",
    "objections_page", "overlapping", "own_objections", "own_recognitions", "own_results",
    "own_sample", "own_samples", "recognitions_page", "result_of", "results_page", "run_by_id",
    "run_of", "runs_page", "sample_of", "sample_plan_on", "sample_plans", "samples_page",
    "scheme_on", "wording", "work_of_month",
]  # fmt: skip
