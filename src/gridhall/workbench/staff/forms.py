"""What is typed on the staff screens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gridhall.foundation.identity.roles import Role
from gridhall.ui.forms import DateField, ReasonField

if TYPE_CHECKING:
    from gridhall.foundation.identity.models import RoleAssignment
    from gridhall.foundation.identity.selectors import Unit

Choices = Sequence[tuple[Any, Any]]
EMPTY = ("", "---------")


def unit_choices(units: Iterable[Unit]) -> list[tuple[int, str]]:
    """Return units to choose from, each behind its place in the tree."""
    return [(u.id, f"{'　' * (u.path.count('/') - 1)}{u.name} · {u.code}") for u in units]


class _UnitForm(forms.Form):
    """A form with a unit; ``units`` are those the reader manages."""

    def __init__(self, *args: Any, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("organisation", "parent", "into"):
            if name in self.fields:
                self.fields[name].choices = [EMPTY, *unit_choices(units)]  # type: ignore[attr-defined]


def _unit(label: Any, **more: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, **more)


class HireForm(_UnitForm):
    """A new employee."""

    display_name = forms.CharField(label=_("Employee name"), max_length=60)
    username = forms.CharField(
        label=_("Login name"), max_length=30, help_text=_("Small letters, digits, dots, hyphens."),
        validators=[
            RegexValidator(
                r"^[a-z0-9][a-z0-9._-]{1,29}\Z",
                _("A login name has 2 to 30 small letters, digits, dots or hyphens."),
            )
        ],
    )  # fmt: skip
    staff_no = forms.CharField(label=_("Staff number"), max_length=20)
    organisation = _unit(_("Unit"))
    title = forms.CharField(label=_("Post"), max_length=60)
    hired_on = DateField(label=_("With the company since"))


class RoleForm(_UnitForm):
    """A role to be asked for."""

    role = forms.ChoiceField(label=pgettext_lazy("employee", "Role"), choices=Role.choices)
    organisation = _unit(_("For the unit and all below it"))
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(
        label=_("Ends on"), required=False,
        help_text=_("The first day without the role; empty: until further notice."),
    )  # fmt: skip
    reason = ReasonField()


class EmergencyForm(_UnitForm):
    """A role for some hours without a second person."""

    role = forms.ChoiceField(label=pgettext_lazy("employee", "Role"), choices=Role.choices)
    organisation = _unit(_("For the unit and all below it"))
    hours = forms.IntegerField(label=_("For how many hours"), min_value=1)
    reason = ReasonField(help_text=_("Every security officer reads it at once."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = _("At most {most}.").format(
            most=settings.GRIDHALL_EMERGENCY_HOURS
        )


class EndRoleForm(forms.Form):
    """From which day a role shall be over."""

    last_day = DateField(label=_("First day without the role"))
    reason = ReasonField()


class TransferForm(_UnitForm):
    """Another main post; which roles stay."""

    organisation = _unit(_("New unit"))
    title = forms.CharField(label=_("Post"), max_length=60)
    valid_from = DateField(label=_("Takes effect on"))
    keep = forms.TypedMultipleChoiceField(
        label=_("Roles that stay"), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All others end on that day; new ones are asked for as always."),
    )  # fmt: skip
    reason = ReasonField()

    def __init__(self, *args: Any, held: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = held  # type: ignore[attr-defined]
        if not held:
            del self.fields["keep"]


class DutyForm(_UnitForm):
    """A further post, or the post of who comes back."""

    organisation = _unit(_("Unit"))
    title = forms.CharField(label=_("Post"), max_length=60)
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Ends on"), required=False)


class ReactivateForm(_UnitForm):
    """The post of somebody who comes back."""

    organisation = _unit(_("Unit"))
    title = forms.CharField(label=_("Post"), max_length=60)
    reason = ReasonField()


class RenameForm(forms.Form):
    """A corrected name."""

    display_name = forms.CharField(label=_("Employee name"), max_length=60)
    reason = ReasonField()


class DeputyForm(forms.Form):
    """Who stands in, with which roles, how long."""

    deputy = forms.CharField(
        label=_("Login name of the deputy"), max_length=150,
        help_text=_("The deputy must accept before it counts."),
    )  # fmt: skip
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles to lend"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Ends on"), help_text=_("The first day without the deputy."))
    reason = ReasonField()

    def __init__(self, *args: Any, held: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = held  # type: ignore[attr-defined]


class OpenUnitForm(_UnitForm):
    """A new unit."""

    code = forms.CharField(
        label=_("Unit code"), max_length=20,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+\Z", _("Letters, digits and hyphens only."))],
    )  # fmt: skip
    name = forms.CharField(label=_("Unit name"), max_length=100)
    level = forms.ChoiceField(label=_("Level"))
    parent = _unit(_("Superior unit"))
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    valid_from = DateField(label=_("Takes effect on"))
    reason = ReasonField()

    def __init__(self, *args: Any, levels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class ChangeUnitForm(_UnitForm):
    """A new name, level or place for a unit."""

    name = forms.CharField(label=_("Unit name"), max_length=100)
    level = forms.ChoiceField(label=_("Level"))
    parent = _unit(_("Superior unit"), required=False)
    valid_from = DateField(label=_("Takes effect on"))
    reason = ReasonField()

    def __init__(self, *args: Any, levels: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class CloseUnitForm(forms.Form):
    """From which day a unit is closed."""

    valid_from = DateField(label=_("Closed from day"))
    reason = ReasonField()


class MergeUnitForm(_UnitForm):
    """Into which unit, from which day."""

    into = _unit(_("Into which unit"))
    valid_from = DateField(label=_("Takes effect on"))
    reason = ReasonField()


class ReviewForm(_UnitForm):
    """A review of rights."""

    organisation = _unit(_("For the unit and all below it"))
    unused_days = forms.IntegerField(
        label=_("Unused after days"), min_value=1, max_value=3650, initial=90,
        help_text=_("Roles of people who did nothing for longer are marked."),
    )  # fmt: skip
    due_on = DateField(label=_("To be finished by"))


def role_choices(held: Iterable[RoleAssignment], *, on: date) -> list[tuple[int, str]]:
    """Return the roles of a person that hold or will hold, to tick."""
    return [
        (row.pk, f"{row.get_role_display()} · {row.organisation.name}")
        for row in held
        if row.kind == "STANDING" and (row.valid_to is None or row.valid_to > on)
    ]
