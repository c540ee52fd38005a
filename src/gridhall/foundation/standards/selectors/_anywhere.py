"""The calendar of units that know no calendar."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from gridhall.foundation.workcalendar.arithmetic import Calendar

ALL_TIME = Calendar(zone=ZoneInfo("UTC"), hours=())
