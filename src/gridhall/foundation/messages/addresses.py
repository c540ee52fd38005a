"""Addresses of each way out: their one spelling, their blind index, and how they are shown."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from gridhall.foundation.privacy.ciphers import blind_index
from gridhall.foundation.privacy.masking import mask_phone

from .errors import UnusableAddress
from .models import Channel

PHONE = re.compile(r"^\d{5,15}$")
EMAIL = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$")
INDEX_PURPOSES = {Channel.SMS: "phone", Channel.EMAIL: "email", Channel.WEBHOOK: "webhook"}
LONGEST = 320


def normalised(channel: str, address: str) -> str:
    """Return the one spelling of an address; raise UnusableAddress when it is none."""
    text = address.strip()
    if channel == Channel.SMS:
        text = re.sub(r"[\s\-()（）]", "", text).removeprefix("+86").removeprefix("+")
        usable = bool(PHONE.match(text))
    elif channel == Channel.EMAIL:
        text = text.lower()
        usable = bool(EMAIL.match(text)) and text.isprintable()
    else:
        usable = bool(text) and text.isprintable()
    if not usable or len(text) > LONGEST:
        raise UnusableAddress(address=mask(channel, text), channel=channel)
    return text


def index_of(channel: str, address: str) -> bytes:
    """Return the hash under which an address (in its one spelling) is found."""
    return blind_index(address, purpose=INDEX_PURPOSES[Channel(channel)])


def mask(channel: str, address: str) -> str:
    """Return the address as screens show it: 154****0001, l***@example.com."""
    if channel == Channel.SMS:
        return mask_phone(address)
    if channel == Channel.EMAIL:
        name, at, host = address.rpartition("@")
        return f"{name[:1]}***{at}{host}"[:80]
    site = urlsplit(address).hostname
    return f"{site}/***" if site else f"{address[:3]}***"[:80]
