"""Customer files (客户档案): who uses electricity, under which account, where."""

from .access import PortalAccess
from .accounts import Account, SupplyPoint
from .care import CareNeed
from .consents import Consent
from .contacts import Contact, ContactPurpose
from .corrections import Correction
from .history import FileVersion
from .installation import DemandProfile, EquipmentItem, SpecialRequirement
from .parties import Party
from .roles import AccountRole

__all__ = [
    "Account",
    "AccountRole",
    "CareNeed",
    "Consent",
    "Contact",
    "ContactPurpose",
    "Correction",
    "DemandProfile",
    "EquipmentItem",
    "FileVersion",
    "Party",
    "PortalAccess",
    "SpecialRequirement",
    "SupplyPoint",
]
