"""Which process a case runs and which roles work on it: data in one place, no rules hidden."""

from __future__ import annotations

from gridhall.foundation.identity.roles import Role

from .models import CaseChannel, Kind

#: A kind's process. Its file is ``processes/<code without case_>.yaml``.
PROCESSES = {
    Kind.CONSULTATION: "case_consultation",
    Kind.COMPLAINT: "case_complaint",
    Kind.REPORT: "case_report",
    Kind.OPINION: "case_feedback",
    Kind.SUGGESTION: "case_feedback",
    Kind.PRAISE: "case_feedback",
    Kind.APPLICATION: "case_application",
    Kind.REPAIR: "case_repair",
    Kind.KEY_ACCOUNT: "case_key_account",
    Kind.HOME_SERVICE: "case_home_service",
    Kind.FOLLOW_UP: "case_follow_up",
}

#: Who takes the case of a channel in hand and speaks with the customer (R56, R61).
FRONT = {CaseChannel.HALL: Role.HALL_CLERK, CaseChannel.OPINION_BOX: Role.HALL_CLERK}

#: What is answered only with a finding (属实情况).
WITH_FINDING = frozenset({Kind.COMPLAINT, Kind.REPORT})


def front_role(*, kind: str, channel: str) -> str:
    """Return the role that speaks with the customer: the hall's, the hotline's; one for reports."""
    if kind == Kind.REPORT:
        return Role.REPORT_OFFICER.value
    return FRONT.get(CaseChannel(channel), Role.HOTLINE_AGENT).value


#: Channels where the customer reads the conversation herself.
ONLINE = frozenset(
    {
        CaseChannel.WEB, CaseChannel.APP, CaseChannel.WECHAT, CaseChannel.CHAT,
        CaseChannel.TERMINAL,
    }
)  # fmt: skip

#: Where work goes on when the customer is not satisfied or a case is opened again.
BACK_TO = {
    Kind.CONSULTATION: "look_up",
    Kind.COMPLAINT: "investigate",
    Kind.REPORT: "investigate",
    Kind.OPINION: "verify",
    Kind.SUGGESTION: "verify",
    Kind.PRAISE: "verify",
    Kind.APPLICATION: "carry_out",
    Kind.REPAIR: "judge",
    Kind.KEY_ACCOUNT: "measures",
    Kind.HOME_SERVICE: "arrange",
    Kind.FOLLOW_UP: "carry_out",
}
