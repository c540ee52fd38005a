"""Changes to bills: start, rate, approve, issue, cancel, reverse, bill again."""

from ._approval import approve_run, cancel_run
from ._issuing import issue_chunk, issue_run
from ._mending import Rebilling, rebill_accounts, release_hold, reverse_bill
from ._rating import rate_chunk, rate_run
from ._replays import run_replay, start_replay
from ._starting import start_run

__all__ = [
    "Rebilling",
    "approve_run",
    "cancel_run",
    "issue_chunk",
    "issue_run",
    "rate_chunk",
    "rate_run",
    "rebill_accounts",
    "release_hold",
    "reverse_bill",
    "run_replay",
    "start_replay",
    "start_run",
]
