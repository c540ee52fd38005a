"""Samples of the addresses of service: cases, work, promises, surveys, appraisal."""

from __future__ import annotations

from tests.security.cast import OWN
from tests.security.sample import (
    ACCOUNT,
    CASE,
    KEY,
    MEASURE,
    NOBODYS,
    OWN_CASE,
    PLANNED,
    REASON,
    REPORT,
    TASK,
    WRONG,
    Sample,
)

SERVICE: dict[str, Sample] = {
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
        args=REPORT | {"user_id": "one"}, get=405, data=WRONG, post=302, odd=302
    ),
    "workbench:case_statistics": Sample(),
    "workbench:counted_cases": Sample(),
    "workbench:weak_points": Sample(),
    "workbench:measures": Sample(),
    "workbench:measure_new": Sample(get=302, post=302),  # no weak point is named
    "workbench:measure": Sample(args=MEASURE),
    "workbench:measure_act": Sample(args=MEASURE | {"deed": "deed"}, get=405, post=422),
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
    "workbench:macros": Sample(query={"show": "all"}),
    "workbench:macro_new": Sample(data={"title_zh": ""}, post=422),
    "workbench:macro": Sample(args={"pk": "macro"}),
    "workbench:macro_change": Sample(args={"pk": "macro"}, data={"title_zh": ""}, post=422),
    "workbench:macro_retire": Sample(args={"pk": "macro"}, get=405, data=WRONG, post=302),
    "workbench:macro_restore": Sample(args={"pk": "macro"}, get=405, post=302),
    "workbench:case_answers": Sample(args={"number": "master_case"}),
    "workbench:case_answer_resume": Sample(
        args={"number": "master_case", "pk": "mass_answer"}, get=405, post=302, odd=302
    ),
    "workbench:wall_screens": Sample(),
    "workbench:wall_screen_new": Sample(data={"name": ""}, post=422),
    "workbench:wall_screen_end": Sample(
        args={"pk": "wall_screen"}, get=405, data=REASON, post=302
    ),
    "wall:screen": Sample(data={"code": "AAAAA-AAAAA"}, post=422),
    "wall:figures": Sample(get=403),  # no key of a screen
    "wall:stream": Sample(get=403),
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
}  # fmt: skip
