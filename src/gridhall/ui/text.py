"""The one type of a visible text: a string, or a translation that is looked up when shown."""

from __future__ import annotations

from django.utils.functional import Promise

Text = str | Promise
