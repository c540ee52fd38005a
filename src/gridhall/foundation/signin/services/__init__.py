"""What is written when somebody proves who she is: codes, phones, devices, sessions, factors."""

from ._codes import Proof, SentCode, check_code, forget_codes, request_code
from ._devices import Device, forget_devices, meet_device
from ._factors import remove_factors
from ._passwords import give_temporary_password, mark_temporary, own_password_set
from ._phones import bind_phone, open_login, set_password, unbind_phone, vouch_for_phone
from ._sessions import (
    end_all_sessions,
    end_other_sessions,
    end_session,
    forget_sessions,
    note_activity,
)
from ._trail import note

__all__ = [
    "Device",
    "Proof",
    "SentCode",
    "bind_phone",
    "check_code",
    "end_all_sessions",
    "end_other_sessions",
    "end_session",
    "forget_codes",
    "forget_devices",
    "forget_sessions",
    "give_temporary_password",
    "mark_temporary",
    "meet_device",
    "note",
    "note_activity",
    "open_login",
    "own_password_set",
    "remove_factors",
    "request_code",
    "set_password",
    "unbind_phone",
    "vouch_for_phone",
]
