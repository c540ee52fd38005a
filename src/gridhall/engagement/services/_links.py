"""Links: opened by whoever holds one, counted against guessing, renewed by an agent."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import transaction

from .. import links
from ..errors import SurveyLinkUnknown, TooManySurveyTries
from ..models import SurveyInvitation, SurveyLink, SurveyLinkTry


def open_link(*, token: str, address: str, at: datetime) -> SurveyInvitation:
    """Return the invitation of a link.

    Raises SurveyLinkUnknown, and TooManySurveyTries when this network address opened too many
    unknown links (``GRIDHALL_SURVEYS["wrong_links"]``). Good links are never counted.
    """
    index = links.index_of_address(address)
    _demand_room(index, at)
    found = None
    if links.looks_like_one(token):
        rows = SurveyLink.objects.select_related("invitation__questionnaire")
        found = rows.filter(token_hash=links.hash_of(token)).first()
    if found is None:
        SurveyLinkTry.objects.create(address_index=index, tried_at=at)
        raise SurveyLinkUnknown
    return found.invitation


def _demand_room(index: bytes, at: datetime) -> None:
    for count, seconds in settings.GRIDHALL_SURVEYS["wrong_links"]:
        since = at - timedelta(seconds=seconds)
        tries = SurveyLinkTry.objects.filter(address_index=index, tried_at__gt=since)
        oldest = tries.order_by("-tried_at").values_list("tried_at", flat=True)[count - 1 : count]
        if oldest:
            wait = (oldest[0] - since).total_seconds()
            raise TooManySurveyTries(minutes=max(ceil(wait / 60), 1))


@transaction.atomic
def new_link(*, invitation_id: int, at: datetime) -> str:
    """Return the address of a fresh link, for a terminal in a hall; earlier ones stay good."""
    token = links.new_token()
    SurveyLink.objects.create(
        invitation_id=invitation_id, token_hash=links.hash_of(token), made_at=at
    )
    return links.address_of(token)
