"""Mobile numbers as people type them."""

from __future__ import annotations

import re

from django.utils.translation import gettext_noop

from gridhall.foundation.privacy.ciphers import blind_index
from gridhall.kernel.errors import GridHallError

MOBILE = re.compile(r"1[3-9]\d{9}")
PURPOSE = "signin_phone"


class NotAMobileNumber(GridHallError):
    """What was typed is no mobile number of mainland China."""

    code = "NOT_A_MOBILE_NUMBER"
    template = gettext_noop(
        "“{typed}” is no mobile number: 11 digits that begin with 1 are needed."
    )
    status = 422


def clean(typed: str) -> str:
    """Return 11 digits; blanks, hyphens and +86 are taken off. Raises NotAMobileNumber."""
    text = re.sub(r"[\s\-()（）]", "", typed)
    text = re.sub(r"^(\+86|0086)", "", text)
    if not (text.isascii() and MOBILE.fullmatch(text)):
        raise NotAMobileNumber(typed=typed.strip()[:20])
    return text


def index_of(phone: str) -> bytes:
    """Return the blind index of a clean number."""
    return blind_index(phone, purpose=PURPOSE)
