"""Moving processes and handing out work. Each function is one transaction.

``start_first`` belongs to the transaction that made its subject.
"""

from ._completing import Completed, complete
from ._forgetting import forget_notes
from ._hands import Result, assign, claim, delegate, give_back, many
from ._loading import add_version, digest_of, load_shipped, put_in_force
from ._sending_back import send_back
from ._signals import signal
from ._starting import Started, start, start_first
from ._steering import cancel, move, reopen, set_due, set_priority
from ._timers import Swept, sweep_timers

__all__ = [
    "Completed",
    "Result",
    "Started",
    "Swept",
    "add_version",
    "assign",
    "cancel",
    "claim",
    "complete",
    "delegate",
    "digest_of",
    "forget_notes",
    "give_back",
    "load_shipped",
    "many",
    "move",
    "put_in_force",
    "reopen",
    "send_back",
    "set_due",
    "set_priority",
    "signal",
    "start",
    "start_first",
    "sweep_timers",
]
