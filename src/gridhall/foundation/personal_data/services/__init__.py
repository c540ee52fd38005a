"""Requests of persons, erasure, large exports, and the watch over who looks at how much."""

from ._erasing import erase_again, write_erasure_list
from ._exports import ask_for_export, expire_exports, make_export, take_export
from ._requests import (
    ask_for_erasure,
    open_request,
    prove_identity,
    start_export,
    take_bundle,
    turn_down,
    withdraw,
)
from ._reveals import note_reveal, note_seen, refuse_reveal
from ._running import run_request

__all__ = [
    "ask_for_erasure",
    "ask_for_export",
    "erase_again",
    "expire_exports",
    "make_export",
    "note_reveal",
    "note_seen",
    "open_request",
    "prove_identity",
    "refuse_reveal",
    "run_request",
    "start_export",
    "take_bundle",
    "take_export",
    "turn_down",
    "withdraw",
    "write_erasure_list",
]
