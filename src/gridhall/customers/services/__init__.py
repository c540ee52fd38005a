"""Changes to customer files. Each service is one transaction and leaves its audit rows."""

from gridhall.customers.records import NewAccount, NewParty

from ._access import grant_portal_access
from ._accounts import put_accounts
from ._reveal import reveal

__all__ = ["NewAccount", "NewParty", "grant_portal_access", "put_accounts", "reveal"]
