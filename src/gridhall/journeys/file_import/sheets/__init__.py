"""The sheets of a power company: one file each, in the order in which they must be imported."""

from __future__ import annotations

from gridhall.foundation.imports import fault_kinds as mechanism_faults
from gridhall.foundation.imports import sheets as mechanism
from gridhall.foundation.staff import sheet as staff

from ..fault_kinds import KINDS
from . import account_updates
from .capacity_changes import CapacityChanges
from .customers import Customers
from .metering_points import MeteringPoints
from .meters import Meters
from .organisations import Organisations
from .readings_monthly import MonthlyReadings

SHEETS: tuple[mechanism.Sheet, ...] = (
    Organisations(),
    staff.Employees(),
    Customers(),
    account_updates.AccountUpdates(),
    MeteringPoints(),
    Meters(),
    CapacityChanges(),
    MonthlyReadings(),
)


def register_all() -> None:
    """Make the sheets and their fault kinds known to the import mechanism."""
    mechanism_faults.register(KINDS)
    mechanism_faults.register(staff.FAULTS)
    mechanism_faults.register(account_updates.KINDS)
    for sheet in SHEETS:
        mechanism.register(sheet)
