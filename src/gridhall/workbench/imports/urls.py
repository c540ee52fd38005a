"""Addresses of the workbench screens for imports; names live in the namespace ``workbench``."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.imports, name="imports"),
    path("new/", views.new_import, name="new_import"),
    path("<int:pk>/", views.import_batch, name="import_batch"),
    path("<int:pk>/progress/", views.progress, name="import_progress"),
    path("<int:pk>/run/", views.run, name="run_import"),
    path("<int:pk>/discard/", views.discard, name="discard_import"),
    path("<int:pk>/errors/", views.errors, name="import_errors"),
]
