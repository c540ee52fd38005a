"""Addresses of prepared texts; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.macros, name="macros"),
    path("new/", views.new, name="macro_new"),
    path("<int:pk>/", views.macro, name="macro"),
    path("<int:pk>/change/", views.change, name="macro_change"),
    path("<int:pk>/retire/", views.retire, name="macro_retire"),
    path("<int:pk>/restore/", views.restore, name="macro_restore"),
]
