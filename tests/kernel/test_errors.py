"""Every expected failure carries a code, parameters and an English sentence."""

from __future__ import annotations

import pickle

from gridhall.kernel.errors import GridHallError, InvalidCode


def test_message_is_filled_from_the_parameters() -> None:
    error = InvalidCode(kind="account_no", value="1", reason="too short")
    assert error.code == "INVALID_CODE"
    assert error.params["reason"] == "too short"
    assert str(error) == "account_no '1' is not valid: too short."


def test_a_missing_parameter_does_not_hide_the_error() -> None:
    class Broken(GridHallError):
        template = "{absent}"

    assert "{absent}" in str(Broken(given=1))


def test_a_failure_in_another_process_arrives_whole() -> None:
    sent = InvalidCode(kind="account_no", value="1", reason="too short")

    arrived = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own

    assert type(arrived) is InvalidCode
    assert arrived.params == sent.params
    assert str(arrived) == str(sent)
