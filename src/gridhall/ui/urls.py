"""Addresses of the gallery."""

from django.urls import path

from gridhall.ui.gallery import views

app_name = "ui"

urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("drawer/", views.drawer, name="gallery_drawer"),
    path("progress/", views.progress, name="gallery_progress"),
    path("act/", views.act, name="gallery_act"),
    path("reveal/", views.reveal, name="gallery_reveal"),
]
