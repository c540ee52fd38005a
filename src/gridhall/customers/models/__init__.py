"""Customer files (客户档案): who uses electricity, under which account, where."""

from .access import PortalAccess
from .accounts import Account, SupplyPoint
from .contacts import Contact
from .parties import Party

__all__ = ["Account", "Contact", "Party", "PortalAccess", "SupplyPoint"]
