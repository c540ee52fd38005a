"""Tables of the service desk."""

from .cases import COUNTED, Case, CaseEntry, CaseLink, CaseStatusChange, Custody
from .catalogue import Cause, Macro, MacroVersion, Topic
from .choices import ENDED, Area, CaseChannel, Finding, Kind, Party, Priority, Status
from .contacts import ContactAttempt, PlannedContact
from .improvement import Measure, MeasureEffect, MeasureNote, MeasureStep
from .relations import MassAnswer, MassAnswered
from .screens import WallScreen
from .sealed import SealedInformant, SealedOpening, SealedReader, SealedWarning

__all__ = [
    "COUNTED", "ENDED", "Area", "Case", "CaseChannel", "CaseEntry", "CaseLink",
    "CaseStatusChange", "Cause", "ContactAttempt", "Custody", "Finding", "Kind", "Macro",
    "MacroVersion", "MassAnswer", "MassAnswered", "Measure", "MeasureEffect", "MeasureNote",
    "MeasureStep", "Party", "PlannedContact", "Priority", "SealedInformant", "SealedOpening",
    "SealedReader", "SealedWarning", "Status", "Topic", "WallScreen",
]  # fmt: skip
