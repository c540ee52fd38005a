"""Reads of the service desk: every list takes a scope; reports of wrongdoing stand apart."""

from ._choices import choices_of
from ._contacts import (
    ContactFile,
    ContactFilters,
    ContactView,
    contact_of,
    contacts_of,
    contacts_page,
    count_due_contacts,
)
from ._improvement import (
    MeasureFile,
    MeasureFilters,
    WeakPoint,
    measure_of,
    measures_page,
    value_label,
    weak_point,
    weak_points,
)
from ._repeats import SimilarCase, master_candidates, repeats_of, similar_of
from ._sealed import ReportFile, is_reader, possible_readers, report_of, reports_page
from ._statistics import (
    DIMENSIONS,
    Counted,
    Line,
    Span,
    StatFilters,
    cases_behind,
    counts,
    sealed_counts,
    trend,
)
from ._wall import WallCase, WallCounts, WallFigures, kind_labels, wall_figures

__all__ = [
    "DIMENSIONS",
    "ContactFile",
    "ContactFilters",
    "ContactView",
    "Counted",
    "Line",
    "MeasureFile",
    "MeasureFilters",
    "ReportFile",
    "SimilarCase",
    "Span",
    "StatFilters",
    "WallCase",
    "WallCounts",
    "WallFigures",
    "WeakPoint",
    "cases_behind",
    "choices_of",
    "contact_of",
    "contacts_of",
    "contacts_page",
    "count_due_contacts",
    "counts",
    "is_reader",
    "kind_labels",
    "master_candidates",
    "measure_of",
    "measures_page",
    "possible_readers",
    "repeats_of",
    "report_of",
    "reports_page",
    "sealed_counts",
    "similar_of",
    "trend",
    "value_label",
    "wall_figures",
    "weak_point",
    "weak_points",
]
