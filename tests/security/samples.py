"""A sample of every address: what to put into it and what it answers to whom it lets in.

An address without a sample fails ``test_permission_matrix``: write one line for a new page, here or
in ``service_samples``.
"""

from __future__ import annotations

from tests.security.cast import OWN
from tests.security.sample import (
    ACCESS,
    ACCOUNT,
    BILL,
    CALENDAR,
    DAY,
    IMPORT,
    KEY,
    NOBODYS,
    ORDER,
    PAIR,
    PAPERS,
    PAYMENT,
    PERSON,
    REASON,
    RUN,
    SHIFT,
    TARIFF_DRAFT,
    UNIT,
    WRONG,
    Sample,
)
from tests.security.service_samples import SERVICE

QUOTE = {"period": "2026-01", "tariff": {"ref": "ZJ-RES-TIER"}, "usage": {"kwh": "320"}}
COMPARISON = {"present": "ZJ-RES-TIER", "months": [{"month": "2025-01", "kwh": "300"}]}

SAMPLES: dict[str, Sample] = SERVICE | {
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
    "portal:usage": Sample(),
    "portal:compare": Sample(
        data={"present": "ZJ-RES-TIER", "year_kwh": "3600", "spread": "days"}, post=200
    ),
    "portal:usage_code": Sample(get=405, data={"code": "1"}, post=422),
    "workbench:home": Sample(),
    "workbench:notices": Sample(),
    "workbench:help": Sample(),
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
    "workbench:imports": Sample(),
    "workbench:new_import": Sample(data={"file": ""}, post=422),
    "workbench:import_batch": Sample(args=IMPORT),
    "workbench:import_progress": Sample(args=IMPORT),
    "workbench:run_import": Sample(args=IMPORT, get=405, post=302),
    "workbench:discard_import": Sample(args=IMPORT, get=405, post=302),
    "workbench:import_errors": Sample(args=IMPORT),
    "workbench:tariffs": Sample(),
    "workbench:tariff_drafts": Sample(),
    "workbench:new_tariff_draft": Sample(data={"text": ""}, post=422),
    "workbench:tariff_sheet": Sample(data={"structure": ""}, post=422),
    "workbench:tariff_draft": Sample(args=TARIFF_DRAFT, shared=True),
    "workbench:tariff_draft_text": Sample(args=TARIFF_DRAFT, shared=True),
    "workbench:edit_tariff_draft": Sample(
        args=TARIFF_DRAFT, data={"text": ""}, post=422, shared=True
    ),
    "workbench:check_tariff_draft": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:ask_tariff_draft": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:discard_tariff_draft": Sample(
        args=NOBODYS, get=405, data=REASON, post=404, shared=True
    ),
    "workbench:decide_tariff_finding": Sample(
        args=NOBODYS, get=405, data={"place": "A1"}, post=404, shared=True
    ),
    "workbench:start_tariff_replay": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:tariff_replay": Sample(args={"pk": "tariff_replay"}, shared=True),
    "workbench:tariff_replay_progress": Sample(args={"pk": "tariff_replay"}, shared=True),
    "workbench:tariff_version_text": Sample(args={"pk": "tariff_version"}, shared=True),
    "workbench:compare_tariff": Sample(args={"pk": "tariff_version"}, shared=True),
    "workbench:withdraw_tariff": Sample(args=NOBODYS, get=405, data=REASON, post=404, shared=True),
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
    "workbench:approvals": Sample(),
    "workbench:approval": Sample(args=NOBODYS, get=404, shared=True),
    "workbench:decide_approval": Sample(args=NOBODYS, get=405, post=404, shared=True),
    "workbench:withdraw_approval": Sample(args=NOBODYS, get=405, post=404, shared=True),
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
    "workbench:audit": Sample(),
    "workbench:audit_entry": Sample(args={"pk": "act"}),
    "api-v1:openapi-json": Sample(),
    "api-v1:api-root": Sample(get=404),
    "api-v1:quotes": Sample(get=405, json=QUOTE, post=200),
    "api-v1:quotes_schema": Sample(),
    "api-v1:comparisons": Sample(get=405, json=COMPARISON, post=200),
    "api-v1:comparisons_schema": Sample(),
    "api-v1:own_comparison": Sample(query={"account_no": "?"}, get=404, shared=True),
    "api-v1:accounts": Sample(),
    "api-v1:bills": Sample(),
    "api-v1:bill": Sample(args=BILL),
    "api-v1:bundle": Sample(args=BILL),
    "api-v1:create_payment_order": Sample(
        get=405, json={"account_no": OWN, "amount": "1.00"}, headers=KEY, post=201
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
