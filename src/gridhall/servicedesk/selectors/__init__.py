"""Reads of the service desk: every list takes a scope; reports of wrongdoing stand apart."""

from gridhall.servicedesk.sentences import topic_title

from ._case_file import case_of, find_case
from ._case_rows import CaseRow
from ._case_views import CaseFile, CaseRef, CustodyView, EntryView, StatusView
from ._cases import CaseFilters, cases_page, open_counts, own_counts
from ._catalogue import causes, macros, suggest_topics, topics
from ._choices import choices_of, label_of
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
from ._known import is_registered
from ._macros import MacroFilters, macro_list, macro_of, may_change_macro
from ._masters import MassProgress, mass_answers
from ._own import OwnCase, OwnCaseFile, own_case, own_cases
from ._repeats import (
    Repeated,
    SimilarCase,
    latest_repeat_of,
    master_candidates,
    repeats_of,
    similar_of,
)
from ._screens import ScreenView, WallScope, screen_of_key, wall_screens
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
from ._wall import WallCase, WallCounts, WallFigures, wall_figures

__all__ = [
    "DIMENSIONS",
    "CaseFile",
    "CaseFilters",
    "CaseRef",
    "CaseRow",
    "ContactFile",
    "ContactFilters",
    "ContactView",
    "Counted",
    "CustodyView",
    "EntryView",
    "Line",
    "MacroFilters",
    "MassProgress",
    "MeasureFile",
    "MeasureFilters",
    "OwnCase",
    "OwnCaseFile",
    "Repeated",
    "ReportFile",
    "ScreenView",
    "SimilarCase",
    "Span",
    "StatFilters",
    "StatusView",
    "WallCase",
    "WallCounts",
    "WallFigures",
    "WallScope",
    "WeakPoint",
    "case_of",
    "cases_behind",
    "cases_page",
    "causes",
    "choices_of",
    "contact_of",
    "contacts_of",
    "contacts_page",
    "count_due_contacts",
    "counts",
    "find_case",
    "is_reader",
    "is_registered",
    "label_of",
    "latest_repeat_of",
    "macro_list",
    "macro_of",
    "macros",
    "mass_answers",
    "master_candidates",
    "may_change_macro",
    "measure_of",
    "measures_page",
    "open_counts",
    "own_case",
    "own_cases",
    "own_counts",
    "possible_readers",
    "repeats_of",
    "report_of",
    "reports_page",
    "screen_of_key",
    "sealed_counts",
    "similar_of",
    "suggest_topics",
    "topic_title",
    "topics",
    "trend",
    "value_label",
    "wall_figures",
    "wall_screens",
    "weak_point",
    "weak_points",
]
