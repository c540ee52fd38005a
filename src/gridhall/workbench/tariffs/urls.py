"""Addresses of the workbench screens for tariffs; names live in the namespace ``workbench``."""

from django.urls import path

from . import acts, drafts, editing, replays, versions, views

urlpatterns = [
    path("", views.books, name="tariffs"),
    path("price-classes/", views.price_classes, name="price_classes"),
    path("drafts/", drafts.drafts, name="tariff_drafts"),
    path("drafts/new/", editing.new_draft, name="new_tariff_draft"),
    path("drafts/sheet/", editing.sheet, name="tariff_sheet"),
    path("drafts/<int:pk>/", drafts.draft, name="tariff_draft"),
    path("drafts/<int:pk>/text/", drafts.text, name="tariff_draft_text"),
    path("drafts/<int:pk>/edit/", editing.edit, name="edit_tariff_draft"),
    path("drafts/<int:pk>/check/", acts.check, name="check_tariff_draft"),
    path("drafts/<int:pk>/ask/", acts.ask, name="ask_tariff_draft"),
    path("drafts/<int:pk>/discard/", acts.discard, name="discard_tariff_draft"),
    path("drafts/<int:pk>/finding/", acts.finding, name="decide_tariff_finding"),
    path("drafts/<int:pk>/replay/", replays.start, name="start_tariff_replay"),
    path("replays/<int:pk>/", replays.replay, name="tariff_replay"),
    path("replays/<int:pk>/progress/", replays.progress, name="tariff_replay_progress"),
    path("versions/<int:pk>/text/", versions.text, name="tariff_version_text"),
    path("versions/<int:pk>/compare/", versions.compare, name="compare_tariff"),
    path("versions/<int:pk>/withdraw/", acts.withdraw, name="withdraw_tariff"),
    path("books/<path:path>/", views.book, name="tariff_book"),
]
