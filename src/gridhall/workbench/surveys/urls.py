"""Addresses of the workbench screens for surveys; names live in the namespace ``workbench``."""

from django.urls import path

from . import answers, asking, plans, questionnaires, results, rules

urlpatterns = [
    path("", results.board, name="survey_results"),
    path("answers/", answers.answers, name="survey_answers"),
    path("answers/<int:pk>/", answers.answer, name="survey_answer"),
    path("follow-ups/", answers.follow_ups, name="follow_ups"),
    path("follow-ups/<int:pk>/close/", answers.close_follow_up, name="close_follow_up"),
    path("open/", asking.open_surveys, name="open_surveys"),
    path("open/<int:pk>/", asking.take, name="take_survey"),
    path("plans/", plans.plans, name="survey_plans"),
    path("plans/new/", plans.new, name="new_survey_plan"),
    path("plans/<int:pk>/end/", plans.end, name="end_survey_plan"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/", questionnaires.new, name="new_questionnaire"),
    path("questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path("questionnaires/<int:pk>/edit/", questionnaires.edit, name="edit_questionnaire"),
    path("questionnaires/<int:pk>/use/", questionnaires.publish, name="publish_questionnaire"),
    path("target/", rules.rules, name="survey_rules"),
    path("target/new/", rules.new, name="new_survey_rule"),
]
