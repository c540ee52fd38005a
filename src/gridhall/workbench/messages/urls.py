"""Addresses of the workbench screens for messages; names live in the namespace ``workbench``."""

from django.urls import path

from . import campaigns, inbound, log, rules, texts

urlpatterns = [
    path("", log.log, name="message_log"),
    path("<int:pk>/", log.delivery, name="message_delivery"),
    path("<int:pk>/settle/", log.settle, name="settle_message"),
    path("simulator/", log.simulator, name="simulated_messages"),
    path("texts/", texts.texts, name="message_texts"),
    path("texts/<str:code>/", texts.text, name="message_text"),
    path("texts/<str:code>/new/", texts.new_version, name="new_message_version"),
    path("versions/<int:pk>/", texts.version, name="message_version"),
    path("versions/<int:pk>/publish/", texts.publish, name="publish_message_version"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new/", campaigns.new_campaign, name="new_campaign"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/progress/", campaigns.progress, name="campaign_progress"),
    path("campaigns/<int:pk>/request/", campaigns.request_sending, name="request_campaign"),
    path("campaigns/<int:pk>/pause/", campaigns.pause, name="pause_campaign"),
    path("campaigns/<int:pk>/resume/", campaigns.resume, name="resume_campaign"),
    path("campaigns/<int:pk>/cancel/", campaigns.cancel, name="cancel_campaign"),
    path("inbound/", inbound.letters, name="inbound_messages"),
    path("inbound/<int:pk>/", inbound.letter, name="inbound_message"),
    path("inbound/<int:pk>/assign/", inbound.assign, name="assign_inbound"),
    path("inbound/<int:pk>/close/", inbound.close, name="close_inbound"),
    path("inbound/<int:pk>/files/<int:document>/", inbound.file, name="inbound_file"),
    path("settings/", rules.settings, name="message_settings"),
    path("settings/rules/<str:purpose>/", rules.new_rule, name="new_message_rule"),
    path("settings/prices/<str:channel>/", rules.new_price, name="new_message_price"),
    path("settings/lift/<int:pk>/", rules.lift, name="lift_suppression"),
]
