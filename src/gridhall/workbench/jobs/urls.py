"""Addresses of the workbench screens for jobs; names live in the namespace ``workbench``."""

from django.urls import path

from . import events, schedules, views

urlpatterns = [
    path("", views.jobs, name="jobs"),
    path("state/", views.state, name="jobs_state"),
    path("<int:pk>/", views.job, name="job"),
    path("<int:pk>/retry/", views.retry, name="retry_job"),
    path("<int:pk>/cancel/", views.cancel, name="cancel_job"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/<str:task>/", schedules.schedule, name="schedule"),
    path("events/", events.events, name="outbox_events"),
    path("events/<int:pk>/", events.event, name="outbox_event"),
    path("events/<int:pk>/retry/", events.retry, name="retry_event"),
]
