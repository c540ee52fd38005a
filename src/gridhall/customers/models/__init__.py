"""Customer files (客户档案): who uses electricity, under which account, where."""

from .access import PortalAccess
from .accounts import Account, SupplyPoint
from .caller_checks import CallerCheck
from .care import CareNeed
from .consents import Consent
from .contacts import Contact, ContactPurpose
from .corrections import Correction
from .duplicates import NotDuplicate, PartyMerge
from .history import FileVersion
from .installation import DemandProfile, EquipmentItem, SpecialRequirement
from .invitations import AccessInvitation
from .parties import Party
from .proofs import ProofCode, ProofPurpose, ProofTry
from .roles import AccountRole
from .upkeep import QualityAcceptance, QualityCount, VerificationItem, VerificationPlan

__all__ = [
    "AccessInvitation",
    "Account",
    "AccountRole",
    "CallerCheck",
    "CareNeed",
    "Consent",
    "Contact",
    "ContactPurpose",
    "Correction",
    "DemandProfile",
    "EquipmentItem",
    "FileVersion",
    "NotDuplicate",
    "Party",
    "PartyMerge",
    "PortalAccess",
    "ProofCode",
    "ProofPurpose",
    "ProofTry",
    "QualityAcceptance",
    "QualityCount",
    "SpecialRequirement",
    "SupplyPoint",
    "VerificationItem",
    "VerificationPlan",
]
