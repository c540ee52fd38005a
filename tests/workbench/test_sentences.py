"""Whatever is recorded is told in words, in both languages, and found by its family."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from procrastinate.contrib.django import app

from gridhall.workbench.audit import specs, words
from gridhall.workbench.jobs import words as job_words

from . import actions

PLACEHOLDER = re.compile(r"\{[a-z_0-9]*\}")


@pytest.mark.requirement("R61")
def test_every_action_that_the_source_records_has_a_sentence() -> None:
    found = actions.recorded()

    assert len(found) > 80  # the reader of the source is at work
    assert {"jobs.retried", "backup.made", "signin.signed_in", "lists.export"} <= set(found)
    missing = {name: place for name, place in found.items() if name not in words.SENTENCES}
    assert missing == {}


def test_every_action_belongs_to_a_family_that_can_be_chosen() -> None:
    families = {code for code, _label in specs.FAMILIES}

    alone = {name for name in words.SENTENCES if f"{name.partition('.')[0]}." not in families}

    assert alone == set()


def test_every_sentence_is_told_in_chinese_with_the_same_blanks() -> None:
    for name, sentence in words.SENTENCES.items():
        with translation.override("en"):
            english = str(sentence)
        with translation.override("zh-hans"):
            chinese = str(sentence)
        assert chinese != english, name
        assert set(PLACEHOLDER.findall(chinese)) == set(PLACEHOLDER.findall(english)), name


def test_every_task_of_ours_has_a_name() -> None:
    ours = {name for name, task in app.tasks.items() if task.func.__module__.startswith("gridhall")}

    assert ours - set(job_words.TASKS) == set()
