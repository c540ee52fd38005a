"""Addresses of the cases; names live in the namespace ``workbench``."""

from django.urls import path

from . import composing, doing, listing, mass, new, tasks, views

urlpatterns = [
    path("", listing.cases, name="cases"),
    path("filters/", listing.more_filters, name="case_filters"),
    path("new/", new.case_new, name="case_new"),
    path("new/topics/", new.topics, name="case_topics"),
    path("new/person/", new.person, name="case_person"),
    path("new/similar/", new.similar, name="case_similar"),
    path("of/<str:account_no>/", listing.of_account, name="cases_of_account"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/say/", composing.say, name="case_say"),
    path("<str:number>/do/<slug:code>/", doing.act, name="case_act"),
    path("<str:number>/tasks/<int:item>/take/", tasks.take, name="case_take"),
    path("<str:number>/tasks/<int:item>/finish/", tasks.finish, name="case_finish"),
    path("<str:number>/tasks/<int:item>/<slug:what>/", tasks.pass_on, name="case_task"),
    path("<str:number>/clocks/<int:clock>/", views.clock, name="case_clock"),
    path("<str:number>/history/", views.story, name="case_history"),
    path("<str:number>/answers/", mass.progress, name="case_answers"),
    path("<str:number>/answers/<int:pk>/resume/", mass.resume, name="case_answer_resume"),
    path("<str:number>/reveal/", views.reveal, name="case_reveal"),
    path("<str:number>/unlink/<str:other>/", doing.unlink, name="case_unlink"),
]
