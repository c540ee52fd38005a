"""The text of the two that the reader reads."""

from __future__ import annotations

from django.utils import translation

from gridhall.foundation import language


def test_either_gives_the_text_that_the_reader_reads() -> None:
    with translation.override("zh-hans"):
        assert language.either("中文", "English") == "中文"
    with translation.override("en"):
        assert language.either("中文", "English") == "English"
        assert language.either("中文", "") == "中文"


def test_chinese_is_read_where_no_language_is_chosen() -> None:
    with translation.override(None):
        assert language.active() == "zh-hans"
        assert language.in_chinese()
