"""Addresses of the inbox; names live in the namespace ``workbench``."""

from django.urls import path

from . import acts, load, views

urlpatterns = [
    path("", views.inbox, name="work"),
    path("many/", acts.many, name="work_many"),
    path("load/", load.workload, name="workload"),
    path("load/hand-over/", load.hand_over, name="work_hand_over"),
    path("<int:pk>/", views.item, name="work_item"),
    path("<int:pk>/finish/", acts.finish, name="work_finish"),
    path("<int:pk>/<slug:act>/", acts.one, name="work_act"),
]
