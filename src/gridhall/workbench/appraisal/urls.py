"""Addresses of the workbench screens for appraisal; names live in the namespace ``workbench``."""

from django.urls import path

from . import objections, own, records, rules, runs, samples

urlpatterns = [
    path("", own.mine, name="my_appraisal"),
    path("results/<int:pk>/", own.result, name="appraisal_result"),
    path("results/<int:pk>/object/", own.object_to, name="file_objection"),
    path("my-objections/<int:pk>/withdraw/", own.withdraw, name="withdraw_objection"),
    path("my-samples/<int:pk>/", own.sample, name="own_sample"),
    path("samples/", samples.samples, name="quality_samples"),
    path("samples/draw/", samples.draw, name="draw_samples"),
    path("samples/<int:pk>/", samples.sample, name="quality_sample"),
    path("samples/<int:pk>/score/", samples.score, name="score_sample"),
    path("runs/", runs.runs, name="appraisal_runs"),
    path("runs/new/", runs.new, name="new_appraisal_run"),
    path("runs/<int:pk>/", runs.run, name="appraisal_run"),
    path("runs/<int:pk>/publish/", runs.ask_publication, name="publish_appraisal_run"),
    path("runs/<int:pk>/discard/", runs.cancel, name="cancel_appraisal_run"),
    path("objections/", objections.objections, name="objections"),
    path("objections/<int:pk>/", objections.objection, name="objection"),
    path("objections/<int:pk>/decide/", objections.decide, name="decide_objection"),
    path("records/", records.records, name="recognitions"),
    path("records/new/", records.new, name="new_recognition"),
    path("rules/", rules.rules, name="appraisal_rules"),
    path("rules/scheme/", rules.new_scheme, name="new_appraisal_scheme"),
    path("rules/samples/", rules.new_sample_plan, name="new_sample_plan"),
    path("rules/cards/<int:pk>/", rules.card, name="score_card"),
]
