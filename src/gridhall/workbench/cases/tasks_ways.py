"""What a task can be passed on by: the words and icons that menu and drawer share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gridhall.ui.text import Text

TITLES: dict[str, tuple[Text, str]] = {
    "assign": (_("Assign"), "user-check"),
    "delegate": (_("Give to a colleague"), "user-share"),
    "give-back": (_("Put back into the box"), "inbox"),
    "send-back": (_("Send back"), "arrow-back-up"),
}
