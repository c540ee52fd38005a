"""Organisations, people who log in, and the roles they hold."""

from .organisations import Organisation, OrganisationPlacement, TreeCache
from .people import Duty, Employee, User
from .rights import DeputyRole, Deputyship, RoleAssignment

__all__ = [
    "DeputyRole",
    "Deputyship",
    "Duty",
    "Employee",
    "Organisation",
    "OrganisationPlacement",
    "RoleAssignment",
    "TreeCache",
    "User",
]
