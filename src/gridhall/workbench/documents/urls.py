"""Addresses of papers: the panel of a subject, one paper, one version's file."""

from django.urls import path

from . import holds, views

urlpatterns = [
    path("of/<str:subject_type>/<str:subject_id>/", views.attachments, name="attachments"),
    path("of/<str:subject_type>/<str:subject_id>/add/", views.attach, name="attach"),
    path("holds/", holds.holds, name="holds_on_papers"),
    path("holds/<int:pk>/lift/", holds.lift, name="lift_hold"),
    path("<int:pk>/", views.paper, name="paper"),
    path("<int:pk>/versions/", views.add_version, name="add_version"),
    path("<int:pk>/versions/<int:number>/", views.paper_file, name="paper_file"),
]
