"""A sample of every address: what to put into it and what it answers to whom it lets in.

An address without a sample fails ``test_permission_matrix``: write one line here for a new page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from tests.security.cast import OWN, Cast

REASON = {"reason": "核对登记信息"}
WRONG = {"reason": ""}  # a form that is refused: whoever sees the refusal was let in
KEY = {"idempotency-key": "matrix-0001"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How to knock at an address.

    ``args`` maps its arguments to things of the cast. ``get`` and ``post`` are the answers to
    whom the rule lets in (``get=405``: the address only takes POST; ``post=None``: not knocked).
    ``shared``: the thing belongs to no unit and no customer, so everybody let in sees it.
    ``odd`` answers an argument that makes no sense, besides 400, 404 and 405: 302 leads back with
    a message, 422 shows the form, 200 a page that says so.
    """

    args: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    get: int = 200
    data: dict[str, Any] = field(default_factory=dict)
    json: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    post: int | None = None
    shared: bool = False
    wrong_unit: int = 404
    odd: int = 404

    def address(self, name: str, cast: Cast) -> str:
        """Return the address with its arguments."""
        return reverse(name, kwargs={key: cast.things[what] for key, what in self.args.items()})

    def knock(self, client: Any, method: str, address: str, cast: Cast) -> Any:
        """Ask the address and return the answer."""
        if method == "GET":
            return client.get(address, self.query)
        if self.json is not None:
            return client.post(
                address, self.json, content_type="application/json", headers=self.headers
            )
        filled = {key: cast.things.get(value, value) for key, value in self.data.items()}
        return client.post(address, filled)


ACCOUNT, BILL = {"account_no": "account"}, {"bill_no": "bill"}
RUN, IMPORT, PAYMENT = {"pk": "run"}, {"pk": "import"}, {"receipt_no": "payment"}
ORDER = {"order_no": "order"}
CALENDAR = {"code": "calendar"}
DAY, SHIFT = CALENDAR | {"day": "day"}, CALENDAR | {"pk": "one"}
PAIR = {"first": "first_party", "second": "second_party"}
PAPERS = {"subject_type": "papers_of", "subject_id": "account_id"}
ACCESS = {"pk": "access"}  # what the owner gave to the family member
PERSON, UNIT, NOBODYS = {"username": "person"}, {"code": "unit"}, {"pk": "nobodys"}

CASE = {"number": "case"}
OWN_CASE = {"number": "own_case"}
TASK = CASE | {"item": "case_task"}
PLANNED, REPORT, MEASURE = {"pk": "planned_contact"}, {"number": "report"}, {"number": "measure"}

SAMPLES: dict[str, Sample] = {
    "home": Sample(get=302),
    "healthz": Sample(),
    "readyz": Sample(),
    "metrics": Sample(),
    "set_language": Sample(get=302, data={"language": "en"}, post=302),
    "account_login": Sample(post=200),  # a wrong form; who is signed in is sent on
    "account_logout": Sample(post=302),
    "account_change_password": Sample(post=200),
    "account_reauthenticate": Sample(post=200),
    "account_signup": Sample(post=200),
    "account_inactive": Sample(),
    "account_phone_login": Sample(data={"phone": ""}, post=422),
    "account_phone_code": Sample(get=302, post=302),  # no code was asked for
    "account_phone_open": Sample(get=302, post=302),
    "account_forgot": Sample(data={"phone": ""}, post=422),
    "account_new_password": Sample(get=302, post=302),
    "account_security": Sample(),
    "account_enrol": Sample(),
    "account_end_session": Sample(get=405, data={"session": "others"}, post=302),
    "account_set_password": Sample(get=302, post=302),  # these ask for the password first
    "account_phone": Sample(get=302, post=302),
    "account_remove_phone": Sample(get=302, post=302),
    "account_reauthenticate_phone": Sample(post=302),  # customers of the cast have a phone
    "mfa_index": Sample(get=302),
    "mfa_list_webauthn": Sample(get=302),
    "mfa_authenticate": Sample(get=302, post=302),
    "mfa_reauthenticate": Sample(get=302, post=302),
    "mfa_reauthenticate_webauthn": Sample(get=302, post=302),
    "mfa_activate_totp": Sample(get=302, post=302),
    "mfa_deactivate_totp": Sample(get=404, post=404),  # nobody of the cast has one
    "mfa_view_recovery_codes": Sample(get=404),
    "mfa_generate_recovery_codes": Sample(get=302, post=302),
    "mfa_add_webauthn": Sample(get=302, post=302),
    "mfa_login_webauthn": Sample(get=302, post=302),
    "mfa_edit_webauthn": Sample(odd=302, args={"pk": "bill_id"}, get=302, post=302),
    "mfa_remove_webauthn": Sample(odd=302, args={"pk": "bill_id"}, get=302, post=302),
    "openid_connect_login": Sample(args={"provider_id": "account"}, get=405, post=404),
    "openid_connect_callback": Sample(args={"provider_id": "account"}, get=404),
    "ui:gallery": Sample(),
    "ui:gallery_drawer": Sample(),
    "ui:gallery_progress": Sample(),
    "ui:gallery_act": Sample(get=405, post=302),
    "ui:gallery_reveal": Sample(get=405, post=200),
    "portal:home": Sample(),
    "portal:bills": Sample(),
    "portal:bill": Sample(args=BILL),
    "portal:bundle": Sample(args=BILL),
    "portal:pay": Sample(data={"amount": "0"}, post=422),
    "portal:bank": Sample(args=ORDER, data={"answer": "fail"}, post=302),
    "portal:pay_result": Sample(args=ORDER),
    "portal:receipt_check": Sample(args={"code": "code"}, shared=True),
    "portal:profile": Sample(),
    "portal:consent": Sample(
        get=405, data={"use": "MARKETING", "given": "yes"}, post=302
    ),
    "portal:preference": Sample(get=405, data={"preferred_language": "en"}, post=302),
    "portal:correct": Sample(args={"part": "part", "entry": "account_id"}, data=WRONG, post=422),
    "portal:correction_withdraw": Sample(args={"pk": "correction"}, get=405),
    "portal:account": Sample(args=ACCOUNT, get=302),
    "portal:accounts": Sample(),
    "portal:bind": Sample(data={"proof": "DOCUMENT"}, post=422),
    "portal:people": Sample(),
    "portal:invite": Sample(data={"phone": ""}, post=422),
    "portal:remove_person": Sample(args={"pk": "guest"}, get=405, post=302),
    "portal:change_access": Sample(args=ACCESS, data={"valid_to": "?"}, post=422),
    "portal:take_back": Sample(args=ACCESS, get=405, post=302),
    "portal:withdraw_invitation": Sample(args={"pk": "invitation"}, get=405, post=302),
    "portal:answer_invitation": Sample(
        args={"pk": "invitation"}, get=405, post=302, shared=True
    ),  # nobody here has its phone: each is told so
    "portal:invitation": Sample(odd=200, args={"secret": "secret"}, shared=True),
    "portal:unbind": Sample(args=ACCOUNT, get=405, post=302),
    "portal:name_account": Sample(args=ACCOUNT, get=405, data={"nickname": "家"}, post=302),
    "portal:prefer_account": Sample(args=ACCOUNT, get=405, post=302),
    "portal:payments": Sample(),
    "portal:payment": Sample(args=PAYMENT),
    "portal:receipt": Sample(args=PAYMENT),
    "portal:messages": Sample(),
    "portal:messages_read": Sample(get=405, post=302),
    "portal:message_preferences": Sample(data={"billing-first": ""}, post=422),
    "portal:cases": Sample(),
    "portal:case_kinds": Sample(),
    "portal:case_new": Sample(
        args={"kind": "case_kind"}, data={"text": ""}, post=422, shared=True
    ),
    "portal:case_filed": Sample(get=302),  # no report was filed in this session
    "portal:case": Sample(args=OWN_CASE),
    "portal:case_photo": Sample(args=OWN_CASE | {"paper": "own_photo"}),
    "portal:case_say": Sample(args=OWN_CASE, get=405, data={"text": ""}, post=422),
    "portal:case_withdraw": Sample(args=OWN_CASE, get=405, data=WRONG, post=302),
    "portal:case_satisfied": Sample(args=OWN_CASE, get=405, post=302),
    "portal:case_object": Sample(args=OWN_CASE, get=405, data=WRONG, post=302),
    "portal:case_rate": Sample(args=OWN_CASE, get=405, data={"rating": "9"}, post=302),
    "portal:case_reopen": Sample(args=OWN_CASE, get=405, data=WRONG, post=302),
    "portal:usage": Sample(),
    "portal:usage_code": Sample(get=405, data={"code": "1"}, post=422),
    "workbench:home": Sample(),
    "workbench:notices": Sample(),
    "workbench:help": Sample(),
    "portal:surveys": Sample(),
    "portal:survey": Sample(args={"pk": "open_survey"}, data={"q_overall": ""}, post=422),
    "portal:survey_link": Sample(
        args={"token": "survey_token"}, data={"q_overall": ""}, post=422, shared=True
    ),
    "workbench:survey_results": Sample(),
    "workbench:survey_answers": Sample(),
    "workbench:survey_answer": Sample(args={"pk": "answer"}),
    "workbench:follow_ups": Sample(),
    "workbench:close_follow_up": Sample(
        args={"pk": "follow_up"}, get=405, data=REASON, post=302, odd=302
    ),
    "workbench:open_surveys": Sample(),
    "workbench:take_survey": Sample(
        args={"pk": "open_survey"}, data={"q_overall": ""}, post=422
    ),
    "workbench:survey_plans": Sample(),
    "workbench:new_survey_plan": Sample(data={"name": ""}, post=422),
    "workbench:end_survey_plan": Sample(args={"pk": "survey_plan"}, data=WRONG, post=422),
    "workbench:questionnaires": Sample(),
    "workbench:new_questionnaire": Sample(data={"code": ""}, post=422),
    "workbench:questionnaire": Sample(args={"pk": "questionnaire"}, shared=True),
    "workbench:edit_questionnaire": Sample(
        args={"pk": "questionnaire"}, data={"code": ""}, post=422, shared=True
    ),
    "workbench:publish_questionnaire": Sample(
        args={"pk": "nobodys"}, get=405, post=404, shared=True
    ),
    "workbench:survey_rules": Sample(),
    "workbench:new_survey_rule": Sample(data={"source": ""}, post=422),
    "workbench:my_appraisal": Sample(),
    "workbench:appraisal_result": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:file_objection": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:withdraw_objection": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:own_sample": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:quality_samples": Sample(),
    "workbench:draw_samples": Sample(data={"month": ""}, post=422),
    "workbench:quality_sample": Sample(args={"pk": "sample"}),
    "workbench:score_sample": Sample(args={"pk": "sample"}, get=405, data={}, post=422),
    "workbench:appraisal_runs": Sample(),
    "workbench:new_appraisal_run": Sample(data={"first": ""}, post=422),
    "workbench:appraisal_run": Sample(args={"pk": "appraisal_run"}),
    "workbench:publish_appraisal_run": Sample(
        args={"pk": "appraisal_run"}, get=405, data=WRONG, post=302
    ),
    "workbench:cancel_appraisal_run": Sample(
        args={"pk": "appraisal_run"}, get=405, data=WRONG, post=302
    ),
    "workbench:objections": Sample(),
    "workbench:objection": Sample(args={"pk": "objection"}),
    "workbench:decide_objection": Sample(
        args={"pk": "objection"}, get=405, data={"uphold": ""}, post=422
    ),
    "workbench:recognitions": Sample(),
    "workbench:new_recognition": Sample(data={"username": ""}, post=422),
    "workbench:appraisal_rules": Sample(),
    "workbench:score_card": Sample(args={"pk": "score_card"}, shared=True),
    "workbench:new_appraisal_scheme": Sample(data={"source": ""}, post=422),
    "workbench:new_sample_plan": Sample(data={"source": ""}, post=422),
    "workbench:customers": Sample(),
    "workbench:search": Sample(query={"q": "梅花路"}),
    "workbench:search_suggest": Sample(query={"q": "梅花路"}),
    "workbench:customer": Sample(args=ACCOUNT),
    "workbench:check_caller": Sample(args=ACCOUNT, get=405, post=302),
    "workbench:end_call": Sample(args=ACCOUNT, get=405, post=302),
    "workbench:reveal": Sample(
        args=ACCOUNT, get=405, data={"field": "phone", **REASON}, post=200
    ),
    "workbench:ledger": Sample(args=ACCOUNT),
    "workbench:customer_new": Sample(data=WRONG, post=422, shared=True),
    "workbench:quality": Sample(),
    "workbench:quality_rule": Sample(args={"code": "rule"}, shared=True),
    "workbench:quality_accept": Sample(args={"code": "rule"} | ACCOUNT, data=WRONG, post=422),
    "workbench:duplicates": Sample(),
    "workbench:duplicate_pair": Sample(args=PAIR, data=WRONG, post=422),
    "workbench:tell_apart": Sample(args=PAIR, get=405, data=WRONG, post=302),
    "workbench:split_merge": Sample(
        args=NOBODYS, get=405, data=REASON, post=404, shared=True
    ),
    "workbench:verification": Sample(),
    "workbench:verification_new": Sample(data={"title": ""}, post=422, shared=True),
    "workbench:verification_plan": Sample(args={"pk": "plan"}),
    "workbench:verification_close": Sample(args={"pk": "plan"}, get=405, data=WRONG, post=302),
    "workbench:verification_item": Sample(
        args={"pk": "plan", "item_id": "item"}, data={"outcome": ""}, post=422
    ),
    "workbench:corrections": Sample(shared=True),
    "workbench:correction": Sample(args={"pk": "correction"}, data={"accept": ""}, post=422),
    "workbench:correction_reveal": Sample(
        args={"pk": "correction"}, get=405, data={"field": "name", "reason": ""}, post=422
    ),
    "workbench:customer_file": Sample(args=ACCOUNT),
    "workbench:customer_risk": Sample(args=ACCOUNT),
    "workbench:party_change": Sample(args=ACCOUNT, data=WRONG, post=422),
    "workbench:part_add": Sample(args=ACCOUNT | {"part": "many"}, data=WRONG, post=422),
    "workbench:part_edit": Sample(
        args=ACCOUNT | {"part": "part", "entry": "account_id"}, data=WRONG, post=422
    ),
    "workbench:part_end": Sample(
        args=ACCOUNT | {"part": "many", "entry": "contact"}, data=WRONG, post=422
    ),
    "workbench:entry_reveal": Sample(
        odd=422,
        args=ACCOUNT | {"part": "many", "entry": "contact"}, get=405, data=WRONG, post=422
    ),
    "workbench:field_history": Sample(
        odd=200,
        args=ACCOUNT | {"part": "part", "entry": "account_id", "field": "field"}
    ),
    "workbench:customer_history": Sample(args=ACCOUNT),
    "workbench:cases": Sample(),
    "workbench:case_filters": Sample(),
    "workbench:case_new": Sample(data={"summary": ""}, post=422),
    "workbench:case_topics": Sample(get=405, data={"kind": "COMPLAINT"}, post=200),
    "workbench:case_person": Sample(get=405, data={"account_words": "梅花路"}, post=200),
    "workbench:case_similar": Sample(get=405, data={"summary": "窗口排队"}, post=200),
    "workbench:cases_of_account": Sample(args=ACCOUNT),
    "workbench:case": Sample(args=CASE),
    "workbench:case_say": Sample(args=CASE, get=405, data={"body": ""}, post=422),
    "workbench:case_act": Sample(args=CASE | {"code": "case_act"}, data=WRONG, post=422),
    "workbench:case_take": Sample(args=TASK, get=405, post=302),
    "workbench:case_finish": Sample(args=TASK, data={"outcome": ""}, post=422),
    "workbench:case_task": Sample(
        args=TASK | {"what": "task_way"}, data={"person": ""}, post=422
    ),
    "workbench:case_clock": Sample(args=CASE | {"clock": "case_clock"}),
    "workbench:case_history": Sample(args=CASE),
    "workbench:case_reveal": Sample(
        args=CASE, get=405, data={"field": "phone", "reason": ""}, post=422
    ),
    "workbench:case_unlink": Sample(args=CASE | {"other": "case"}, get=405, post=302, odd=302),
    "workbench:imports": Sample(),
    "workbench:new_import": Sample(data={"file": ""}, post=422),
    "workbench:import_batch": Sample(args=IMPORT),
    "workbench:import_progress": Sample(args=IMPORT),
    "workbench:run_import": Sample(args=IMPORT, get=405, post=302),
    "workbench:discard_import": Sample(args=IMPORT, get=405, post=302),
    "workbench:import_errors": Sample(args=IMPORT),
    "workbench:tariffs": Sample(),
    "workbench:price_classes": Sample(),
    "workbench:tariff_book": Sample(args={"path": "book"}, shared=True),
    "workbench:readings": Sample(),
    "workbench:meter": Sample(args={"asset_no": "meter"}),
    "workbench:bill_runs": Sample(),
    "workbench:start_run": Sample(data={"month": ""}, post=422),
    "workbench:bill_run": Sample(args=RUN),
    "workbench:run_progress": Sample(args=RUN),
    "workbench:approve_run": Sample(args=RUN, get=405, data={"typed": "wrong"}, post=422),
    "workbench:reject_run": Sample(args=RUN, get=405, data=WRONG, post=302),
    "workbench:cancel_run": Sample(args=RUN, get=405, data=WRONG, post=302),
    "workbench:bills": Sample(),
    "workbench:bill_draft": Sample(args={"pk": "bill_id"}),
    "workbench:bill": Sample(args=BILL),
    "workbench:bill_bundle": Sample(args=BILL),
    "workbench:reverse_bill": Sample(args=BILL, get=405, data=WRONG, post=302),
    "workbench:rebill": Sample(args=BILL, get=405, post=302),
    "workbench:trial_bill": Sample(args=ACCOUNT, query={"month": "2026-01"}),
    "workbench:holds": Sample(),
    "workbench:release_hold": Sample(args={"pk": "hold"}, get=405, post=302, wrong_unit=302),
    "workbench:payments": Sample(),
    "workbench:day_totals": Sample(),
    "workbench:payment_notices": Sample(),
    "workbench:take_payment": Sample(args=ACCOUNT, data={"amount": "0"}, post=422),
    "workbench:payment": Sample(args=PAYMENT),
    "workbench:receipt": Sample(args=PAYMENT, get=405, post=200),
    "workbench:reverse_payment": Sample(args=PAYMENT, get=405, data=WRONG, post=422),
    "workbench:staff": Sample(),
    "workbench:roles_held": Sample(),
    "workbench:role_catalogue": Sample(),
    "workbench:my_rights": Sample(),
    "workbench:propose_my_deputy": Sample(data=WRONG, post=422),
    "workbench:answer_deputyship": Sample(odd=302, args=NOBODYS, get=405, post=302, shared=True),
    "workbench:end_my_deputyship": Sample(odd=302, args=NOBODYS, get=405, post=302, shared=True),
    "workbench:end_deputyship": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:end_role": Sample(args={"pk": "role"}, data=WRONG, post=422),
    "workbench:end_role_now": Sample(args={"pk": "role"}, get=405, data=WRONG, post=302),
    "workbench:hire": Sample(data=WRONG, post=422),
    "workbench:person": Sample(args=PERSON),
    "workbench:request_role": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:emergency_role": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:propose_deputy": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:transfer": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:add_duty": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:end_duty": Sample(odd=302, args={**PERSON, "pk": "nobodys"}, get=405, post=302),
    "workbench:rename_person": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:issue_password": Sample(args=PERSON, get=405, data=WRONG, post=302),
    "workbench:deactivate_person": Sample(args=PERSON, get=405, data=WRONG, post=302),
    "workbench:reactivate_person": Sample(args=PERSON, data=WRONG, post=422),
    "workbench:organisations": Sample(),
    "workbench:open_unit": Sample(data=WRONG, post=422),
    "workbench:organisation": Sample(args=UNIT),
    "workbench:change_unit": Sample(args=UNIT, data=WRONG, post=422),
    "workbench:close_unit": Sample(args=UNIT, data=WRONG, post=422),
    "workbench:merge_unit": Sample(args=UNIT, data=WRONG, post=422),
    "workbench:withdraw_unit_change": Sample(
        odd=302,
        args={**UNIT, "pk": "nobodys"}, get=405, data=WRONG, post=302
    ),
    "workbench:rights_reviews": Sample(),
    "workbench:open_rights_review": Sample(data=WRONG, post=422),
    "workbench:rights_review": Sample(args={"pk": "review"}),
    "workbench:decide_rights_review": Sample(
        odd=302,
        args={"pk": "review", "item": "nobodys"}, get=405, post=302
    ),
    "workbench:work": Sample(),
    "workbench:work_many": Sample(get=405, data={"act": "claim"}, post=302),
    "workbench:workload": Sample(),
    "workbench:work_hand_over": Sample(get=405, post=302),
    "workbench:work_item": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:work_finish": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:work_act": Sample(
        args={**NOBODYS, "act": "work_act"}, get=405, post=404, shared=True
    ),
    "workbench:contacts": Sample(),
    "workbench:contacts_plan": Sample(data={"due_on": ""}, post=422),
    "workbench:contacts_assign": Sample(get=405, post=302),
    "workbench:contact": Sample(args=PLANNED, data={"outcome": ""}, post=422),
    "workbench:contact_case": Sample(args=PLANNED, data={"summary": ""}, post=422),
    "workbench:contact_cancel": Sample(args=PLANNED, get=405, data=WRONG, post=302),
    "workbench:reports": Sample(),
    "workbench:report": Sample(args=REPORT),
    "workbench:report_unseal": Sample(args=REPORT, get=405, data=WRONG, post=302),
    "workbench:report_name": Sample(args=REPORT, get=405, post=422),
    "workbench:report_told": Sample(args=REPORT, get=405, post=422),
    "workbench:report_revoke": Sample(
        args=REPORT | {"user_id": "one"}, get=405, data=WRONG, post=302
    ),
    "workbench:case_statistics": Sample(),
    "workbench:counted_cases": Sample(),
    "workbench:weak_points": Sample(),
    "workbench:measures": Sample(),
    "workbench:measure_new": Sample(get=302, post=302),  # no weak point is named
    "workbench:measure": Sample(args=MEASURE),
    "workbench:measure_act": Sample(args=MEASURE | {"deed": "deed"}, get=405, post=422),
    "workbench:approvals": Sample(),
    "workbench:approval": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:decide_approval": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:withdraw_approval": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:processes": Sample(),
    "workbench:process": Sample(args={"code": "process"}, shared=True),
    "workbench:new_process": Sample(data={"act": "check", "text": ""}, post=422),
    "workbench:upload_process": Sample(data={"note": ""}, post=422),
    "workbench:process_version": Sample(args={"pk": "process_version"}, shared=True),
    "workbench:edit_process": Sample(
        args={"pk": "process_version"}, data={"act": "check", "text": ""}, post=422, shared=True
    ),
    "workbench:new_process_version": Sample(
        args={"pk": "process_version"}, data={"act": "check", "text": ""}, post=422, shared=True
    ),
    "workbench:download_process": Sample(
        args={"pk": "process_version", "fmt": "bpmn"}, shared=True
    ),
    "workbench:compare_process": Sample(args={"pk": "process_version"}, shared=True),
    "workbench:try_process": Sample(args={"pk": "process_version"}, shared=True),
    "workbench:publish_process": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:retire_process": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:discard_process": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:move_cases": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:begin_move": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:case_move": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:case_move_progress": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:take_back_case": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:jobs": Sample(),
    "workbench:jobs_state": Sample(),
    "workbench:job": Sample(args={"pk": "job"}, shared=True),
    "workbench:retry_job": Sample(
        args={"pk": "job"}, get=405, data=WRONG, post=302, shared=True
    ),
    "workbench:cancel_job": Sample(
        args={"pk": "job"}, get=405, data=WRONG, post=302, shared=True
    ),
    "workbench:schedules": Sample(),
    "workbench:schedule": Sample(args={"task": "task"}, data=WRONG, post=422, shared=True),
    "workbench:outbox_events": Sample(),
    "workbench:outbox_event": Sample(args={"pk": "event"}, shared=True),
    "workbench:retry_event": Sample(
        odd=302,
        args={"pk": "event"}, get=405, data=WRONG, post=302, shared=True
    ),
    "workbench:attachments": Sample(args=PAPERS),
    "workbench:attach": Sample(args=PAPERS, get=405, data={"kind": ""}, post=422),
    "workbench:paper": Sample(args={"pk": "paper"}),
    "workbench:holds_on_papers": Sample(data=WRONG, post=422),
    "workbench:lift_hold": Sample(args={"pk": "hold_on_papers"}, get=405, data=REASON, post=302),
    "workbench:add_version": Sample(args={"pk": "paper"}, get=405, post=422),
    "workbench:paper_file": Sample(args={"pk": "paper", "number": "one"}),
    "workbench:calendar": Sample(),
    "workbench:calendar_day": Sample(args=DAY, shared=True),
    "workbench:set_calendar_day": Sample(args=DAY, get=405, post=422, wrong_unit=403),
    "workbench:reset_calendar_day": Sample(args=DAY, get=405, post=302, wrong_unit=403),
    "workbench:new_shift": Sample(args=CALENDAR, data=WRONG, post=422, wrong_unit=403),
    "workbench:end_shift": Sample(odd=200, args=SHIFT, data=WRONG, post=422, wrong_unit=403),
    "workbench:remove_shift": Sample(odd=302, args=SHIFT, get=405, post=302, wrong_unit=403),
    "workbench:new_calendar": Sample(data=WRONG, post=422),
    "workbench:load_notice": Sample(data={"year": ""}, post=422),
    "workbench:message_log": Sample(),
    "workbench:message_delivery": Sample(args={"pk": "delivery"}),
    "workbench:settle_message": Sample(args={"pk": "delivery"}, get=405, data=WRONG, post=302),
    "workbench:simulated_messages": Sample(),
    "workbench:message_texts": Sample(),
    "workbench:message_text": Sample(args={"code": "template"}, shared=True),
    "workbench:new_message_version": Sample(
        args={"code": "template"}, data={"body_zh": ""}, post=422, shared=True
    ),
    "workbench:message_version": Sample(args={"pk": "version"}, shared=True),
    "workbench:publish_message_version": Sample(
        args={"pk": "version"}, get=405, data=WRONG, post=302, shared=True
    ),
    "workbench:campaigns": Sample(),
    "workbench:new_campaign": Sample(data={"title": ""}, post=422),
    "workbench:campaign": Sample(args={"pk": "campaign"}),
    "workbench:campaign_progress": Sample(args={"pk": "campaign"}),
    "workbench:request_campaign": Sample(args={"pk": "campaign"}, get=405, data=WRONG, post=302),
    "workbench:pause_campaign": Sample(args={"pk": "campaign"}, get=405, data=WRONG, post=302),
    "workbench:resume_campaign": Sample(args={"pk": "campaign"}, get=405, data=WRONG, post=302),
    "workbench:cancel_campaign": Sample(args={"pk": "campaign"}, get=405, data=WRONG, post=302),
    "workbench:inbound_messages": Sample(),
    "workbench:inbound_message": Sample(args={"pk": "letter"}),
    "workbench:assign_inbound": Sample(
        args={"pk": "letter"}, get=405, data={"account_no": ""}, post=422
    ),
    "workbench:close_inbound": Sample(args={"pk": "letter"}, get=405, data={"note": ""}, post=302),
    "workbench:inbound_file": Sample(args={"pk": "letter", "document": "letter_file"}),
    "workbench:message_settings": Sample(),
    "workbench:new_message_rule": Sample(
        args={"purpose": "purpose"}, data={"source": ""}, post=422, shared=True
    ),
    "workbench:new_message_price": Sample(
        args={"channel": "channel"}, data={"source": ""}, post=422, shared=True
    ),
    "workbench:lift_suppression": Sample(
        odd=302,
        args={"pk": "suppression"}, get=405, data=WRONG, post=302, shared=True
    ),
    "workbench:privacy": Sample(),
    "workbench:new_privacy_request": Sample(data={"account_no": "", "kind": "EXPORT"}, post=422),
    "workbench:privacy_request": Sample(args={"pk": "privacy_request"}),
    "workbench:prove_identity": Sample(
        args={"pk": "privacy_request"}, get=405, data={"proof": "身份证原件"}, post=302
    ),
    "workbench:start_copy": Sample(args={"pk": "privacy_request"}, get=405, post=302),
    "workbench:ask_erasure": Sample(
        args={"pk": "privacy_request"}, get=405, data=WRONG, post=302
    ),
    "workbench:turn_down_request": Sample(
        args={"pk": "privacy_request"}, get=405, data={"reason": ""}, post=302
    ),
    "workbench:withdraw_request": Sample(
        args={"pk": "privacy_request"}, get=405, data={"reason": ""}, post=302
    ),
    "workbench:take_copy": Sample(args={"pk": "privacy_request"}, get=405, post=404),
    "workbench:erasure_certificate": Sample(args={"pk": "privacy_request"}, get=404),
    "workbench:privacy_alarms": Sample(),
    "workbench:alarm_seen": Sample(odd=302, args={"pk": "alarm"}, get=405, data=REASON, post=302),
    "workbench:processing": Sample(),
    "workbench:keys": Sample(),
    "workbench:mass_exports": Sample(),
    "workbench:mass_exports_all": Sample(),
    "workbench:ask_export": Sample(data={"reason": ""}, post=422),
    "workbench:take_export": Sample(args={"pk": "alarm"}, get=405, post=404),
    "workbench:wall_board": Sample(),
    "workbench:wall_board_figures": Sample(),
    "workbench:wall_board_stream": Sample(get=204),  # no stream without ASGI
    "workbench:standards": Sample(),
    "workbench:board": Sample(),
    "workbench:clocks": Sample(query={"state": "OVERDUE"}),
    "workbench:choose_profile": Sample(data={"profile": ""}, post=422),
    "workbench:profile": Sample(args={"code": "profile"}, shared=True),
    "workbench:standard": Sample(args={"pk": "standard"}, shared=True),
    "workbench:new_standard_version": Sample(
        args={"pk": "standard"}, shared=True, data={"code": ""}, post=422
    ),
    "workbench:ask_standard": Sample(
        args={"pk": "standard"}, shared=True, get=405, post=302, odd=302
    ),
    "workbench:end_standard": Sample(
        args={"pk": "standard"}, shared=True, data={"reason": ""}, post=422
    ),
    "workbench:apply_standard": Sample(
        args={"pk": "standard"}, shared=True, get=405, post=302, odd=302
    ),
    "workbench:audit": Sample(),
    "workbench:audit_entry": Sample(args={"pk": "act"}),
    "api-v1:openapi-json": Sample(),
    "api-v1:api-root": Sample(get=404),
    "api-v1:accounts": Sample(),
    "api-v1:bills": Sample(),
    "api-v1:bill": Sample(args=BILL),
    "api-v1:bundle": Sample(args=BILL),
    "api-v1:create_payment_order": Sample(
        get=405, json={"account_no": OWN, "amount": "1.00"}, headers=KEY, post=201
    ),
    "api-v1:own_cases": Sample(),
    "api-v1:own_case": Sample(args=OWN_CASE),
    "api-v1:create_own_case": Sample(
        json={"kind": "CONSULTATION", "text": "请核对", "account_no": OWN}, headers=KEY, post=201
    ),
    "api-v1:write_into_own_case": Sample(
        args=OWN_CASE, get=405, json={"text": "补充"}, headers=KEY, post=201
    ),
    "api-v1:cases": Sample(),
    "api-v1:case": Sample(args=CASE),
    "api-v1:create_case": Sample(
        headers=KEY, post=201,
        json={"kind": "CONSULTATION", "text": "请核对", "summary": "咨询", "account_no": OWN},
    ),
    "api-v1:write_into_case": Sample(
        args=CASE, get=405, json={"text": "已联系"}, headers=KEY, post=201
    ),
    "api-v1:answer_case": Sample(
        args=CASE, get=405, json={"text": "已核对", "finding": "?"}, headers=KEY, post=422
    ),
    "api-v1:close_case": Sample(
        args=CASE, get=405, json={"reason": "已解决", "finding": "?"}, post=422
    ),
    "api-v1:search": Sample(query={"search": "梅花路"}),
    "api-v1:take_payment": Sample(
        get=405, post=409, headers=KEY,
        json={"account_no": OWN, "amount": "1.00", "channel": "COUNTER_CASH",
              "expected_balance": "0.01"},
    ),
    "api-v1:inbound_sms": Sample(get=405, json={}, headers={"signature": "t=1,v1=0"}, post=401),
    "api-v1:sms_receipt": Sample(get=405, json={}, headers={"signature": "t=1,v1=0"}, post=401),
    "api-v1:payment_notice": Sample(
        get=405, json={}, headers={"payment-signature": "t=1,v1=0"}, post=401
    ),
}  # fmt: skip
#: Things that stand in the body and not in the address: foreigners are answered as for an address.
IN_BODY = {
    "api-v1:create_payment_order", "api-v1:take_payment", "api-v1:create_own_case",
    "api-v1:create_case",
}  # fmt: skip
