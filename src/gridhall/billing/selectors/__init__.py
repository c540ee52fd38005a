"""Reads of bills for screens, customers, commands and the receivables."""

from ._bills import (
    BillDetail,
    BillFilter,
    BillLineView,
    BillRow,
    StatusChange,
    bill_detail,
    bills,
    bills_by_ids,
    bills_of_account,
    find_bill_id,
)
from ._bundles import bundle
from ._comparing import comparison_question
from ._holds import HoldRow, holds, holds_of_account
from ._months import BilledMonth, latest_month
from ._page import Page
from ._portal import issued_bill, issued_bill_bundle, issued_bills, last_bill_total
from ._replays import (
    ReplayGroup,
    ReplayRow,
    ReplaySummary,
    bills_rated_by,
    replay,
    replay_groups,
    replay_rows,
    replay_summary,
    replays_of,
    told_replay,
)
from ._runs import (
    HoldCount,
    PriceClassCount,
    RunDetail,
    RunRow,
    RunSummary,
    current_run_id,
    run_detail,
    run_progress,
    runs,
)
from ._usage import EnergyMonth, energy_history, trial_bill

__all__ = [
    "BillDetail",
    "BillFilter",
    "BillLineView",
    "BillRow",
    "BilledMonth",
    "EnergyMonth",
    "HoldCount",
    "HoldRow",
    "Page",
    "PriceClassCount",
    "ReplayGroup",
    "ReplayRow",
    "ReplaySummary",
    "RunDetail",
    "RunRow",
    "RunSummary",
    "StatusChange",
    "bill_detail",
    "bills",
    "bills_by_ids",
    "bills_of_account",
    "bills_rated_by",
    "bundle",
    "comparison_question",
    "current_run_id",
    "energy_history",
    "find_bill_id",
    "holds",
    "holds_of_account",
    "issued_bill",
    "issued_bill_bundle",
    "issued_bills",
    "last_bill_total",
    "latest_month",
    "replay",
    "replay_groups",
    "replay_rows",
    "replay_summary",
    "replays_of",
    "run_detail",
    "run_progress",
    "runs",
    "told_replay",
    "trial_bill",
]
