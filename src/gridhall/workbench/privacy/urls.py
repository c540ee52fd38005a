"""Addresses of the personal data screens; names live in the namespace ``workbench``."""

from django.urls import path

from . import exports, views

urlpatterns = [
    path("", views.requests, name="privacy"),
    path("requests/new/", views.new_request, name="new_privacy_request"),
    path("requests/<int:pk>/", views.one_request, name="privacy_request"),
    path("requests/<int:pk>/prove/", views.prove, name="prove_identity"),
    path("requests/<int:pk>/start/", views.start, name="start_copy"),
    path("requests/<int:pk>/erase/", views.erase, name="ask_erasure"),
    path("requests/<int:pk>/turn-down/", views.turn_down, name="turn_down_request"),
    path("requests/<int:pk>/withdraw/", views.withdraw, name="withdraw_request"),
    path("requests/<int:pk>/copy/", views.bundle, name="take_copy"),
    path("requests/<int:pk>/certificate/", views.certificate, name="erasure_certificate"),
    path("alarms/", views.alarms, name="privacy_alarms"),
    path("alarms/<int:pk>/seen/", views.alarm_seen, name="alarm_seen"),
    path("register/", views.processing, name="processing"),
    path("keys/", views.key_state, name="keys"),
    path("exports/", exports.mine, name="mass_exports"),
    path("exports/all/", exports.all_exports, name="mass_exports_all"),
    path("exports/ask/", exports.ask, name="ask_export"),
    path("exports/<int:pk>/file/", exports.take, name="take_export"),
]
