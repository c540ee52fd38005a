"""What a customer writes about a matter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridhall.foundation.documents import filetypes, kinds
from gridhall.foundation.documents.services import Upload

PHOTO = "photo"  # the kind of document (foundation/documents/kinds.py)
MOST_PHOTOS = 5
LONGEST = 2000


class ManyFiles(forms.FileInput):
    """A field that takes several files; a phone offers its camera too."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to five photos; what each of them really is, the documents' room looks at itself."""

    def __init__(self, **kwargs: Any) -> None:
        kind = kinds.kind_of(PHOTO)
        accepted = [*kind.endings, *sorted(filetypes.PICTURES)]
        widget = ManyFiles(attrs={"multiple": True, "accept": ",".join(accepted)})
        settings: dict[str, Any] = {
            "label": _("Photos"), "required": False, "widget": widget, "max_length": 1000,
            "help_text": _("Up to {count} photos of {size} MB. Nobody but those who work on your "
                           "request sees them.").format(count=MOST_PHOTOS, size=kind.limit_mb),
        }  # fmt: skip
        super().__init__(**{**settings, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list."""
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            return []
        if len(files) > MOST_PHOTOS:
            text = _("At most {count} photos at once; add the others afterwards.")
            raise forms.ValidationError(text.format(count=MOST_PHOTOS))
        return [super(PhotosField, self).clean(one, initial) for one in files]


class TextForm(forms.Form):
    """A few words and photos about a matter that is known already."""

    text = forms.CharField(
        label=_("Your message"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"] = PhotosField()

    def clean(self) -> dict[str, Any]:
        """Refuse a message without a word and without a photo."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("text", "").strip() and not cleaned.get("photos"):
            raise forms.ValidationError(_("Write something, or add a photo."))
        return cleaned


class NewCaseForm(forms.Form):
    """A new matter of one kind. Fields that the kind does not need fall away."""

    topic = forms.ChoiceField(label=_("What is it about?"), required=False)
    account = forms.ChoiceField(label=_("Account"), required=False)
    text = forms.CharField(
        max_length=LONGEST, min_length=4, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    place = forms.CharField(
        label=_("Where is it?"), max_length=200, required=False,
        help_text=_("Street, house, pole or transformer number, if it is not at the account."),
    )  # fmt: skip
    anonymous = forms.BooleanField(
        label=_("Report without my name"), required=False,
        help_text=_("Then nobody can ask you anything or tell you the outcome."),
    )  # fmt: skip
    name = forms.CharField(label=_("Who we ask for"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("The phone you sign in with; change it if another one is better."),
    )  # fmt: skip
    email = forms.CharField(
        label=_("E-mail"), max_length=254, required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    wants_reply = forms.BooleanField(label=_("I would like an answer"), required=False)
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)
    field_order = (
        "topic", "account", "text", "place", "photos", "anonymous", "name", "phone", "email",
        "wants_reply",
    )  # fmt: skip

    def __init__(
        self, *args: Any, card: Any, topics: list[tuple[str, str]],
        accounts: list[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["text"].label = card.ask
        fields["topic"].choices = [("", _("I do not know")), *topics]
        fields["account"].choices = [*accounts, ("", _("Not about one of my accounts"))]
        self.fields["photos"] = PhotosField()
        if not topics:
            del self.fields["topic"]
        for name in ("place",) if not card.place else ():
            del self.fields[name]
        gone = ("account", "photos", "wants_reply") if card.sealed else ("anonymous",)
        for name in gone:
            del self.fields[name]
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for a way to answer where an answer is wanted."""
        cleaned = super().clean() or {}
        if cleaned.get("anonymous"):
            cleaned.update(name="", phone="", email="")
        elif cleaned.get("wants_reply") and not (cleaned.get("phone") or cleaned.get("email")):
            self.add_error("phone", _("Leave a phone or an e-mail address, so that we can answer."))
        return cleaned


class ReasonForm(forms.Form):
    """Why the customer objects, withdraws or wants it opened again."""

    reason = forms.CharField(max_length=300, min_length=2)


class RatingForm(forms.Form):
    """One to five."""

    rating = forms.TypedChoiceField(coerce=int, choices=[(n, n) for n in range(1, 6)])


def upload(file: Any) -> Upload:
    """Return an uploaded file as the documents' room takes it."""
    return Upload(name=file.name, media_type=file.content_type or "", chunks=file.chunks())
