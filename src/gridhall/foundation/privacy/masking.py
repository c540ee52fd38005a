"""How personal values look to somebody who may not read them whole."""

from __future__ import annotations

import re

REMARK = re.compile(r"[（(][^（）()]*[）)]$")


def mask_name(name: str) -> str:
    """Return 赵** for 赵某甲; a firm's name keeps its first and last two characters.

    A remark in brackets at the end says nothing about who it is, so it is left out first.
    """
    name = REMARK.sub("", name) or name
    if len(name) <= 4:
        return name[:1] + "*" * max(len(name) - 1, 1)
    return name[:2] + "*" * (len(name) - 4) + name[-2:]


def mask_phone(phone: str) -> str:
    """Return 154****0001 for 15400000001."""
    return phone if not phone else phone[:3] + "****" + phone[-4:] if len(phone) >= 8 else "****"


def mask_id_document(number: str) -> str:
    """Return 9900**********0005 for 990001196903190005."""
    return number[:4] + "*" * max(len(number) - 8, 4) + number[-4:] if number else ""


def mask_address(address: str) -> str:
    """Keep the street, hide house and room: everything from the first digit on."""
    for position, character in enumerate(address):
        if character.isdigit():
            return address[:position] + "***"
    return address[: len(address) // 2] + "***" if address else ""
