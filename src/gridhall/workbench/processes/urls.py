"""Addresses of the workbench screens for processes; names live in the namespace ``workbench``."""

from django.urls import path

from . import acts, editing, looking, moving, pages

urlpatterns = [
    path("", pages.processes, name="processes"),
    path("new/", editing.new_process, name="new_process"),
    path("upload/", editing.upload, name="upload_process"),
    path("versions/<int:pk>/", pages.version, name="process_version"),
    path("versions/<int:pk>/edit/", editing.edit, name="edit_process"),
    path("versions/<int:pk>/from/", editing.new_version, name="new_process_version"),
    path("versions/<int:pk>/download/<slug:fmt>/", pages.download, name="download_process"),
    path("versions/<int:pk>/compare/", looking.compare, name="compare_process"),
    path("versions/<int:pk>/try/", looking.try_on_past, name="try_process"),
    path("versions/<int:pk>/publish/", acts.publish, name="publish_process"),
    path("versions/<int:pk>/retire/", acts.retire, name="retire_process"),
    path("versions/<int:pk>/discard/", acts.discard, name="discard_process"),
    path("versions/<int:pk>/move/", moving.preview, name="move_cases"),
    path("versions/<int:pk>/move/begin/", moving.begin, name="begin_move"),
    path("moves/<int:pk>/", moving.migration, name="case_move"),
    path("moves/<int:pk>/progress/", moving.progress, name="case_move_progress"),
    path("moves/rows/<int:pk>/take-back/", moving.take_back, name="take_back_case"),
    path("<slug:code>/", pages.process, name="process"),
]
