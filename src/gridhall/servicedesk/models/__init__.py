"""Tables of the service desk."""

from .cases import Case, CaseEntry, CaseLink, CaseStatusChange, Custody
from .catalogue import Cause, Macro, Topic
from .choices import ENDED, Area, CaseChannel, Finding, Kind, Party, Priority, Status
from .sealed import SealedInformant, SealedOpening, SealedReader

__all__ = [
    "ENDED", "Area", "Case", "CaseChannel", "CaseEntry", "CaseLink", "CaseStatusChange", "Cause",
    "Custody", "Finding", "Kind", "Macro", "Party", "Priority", "SealedInformant",
    "SealedOpening", "SealedReader", "Status", "Topic",
]  # fmt: skip
