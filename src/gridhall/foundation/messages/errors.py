"""What can go wrong when somebody is to be told something."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from gridhall.kernel.errors import GridHallError


class UnknownTemplate(GridHallError):
    """No context registered a template of this code."""

    code = "MESSAGE_TEMPLATE_UNKNOWN"
    template = gettext_noop("There is no message template {template}.")


class MissingParameter(GridHallError):
    """A placeholder of the text has no value."""

    code = "MESSAGE_PARAMETER_MISSING"
    template = gettext_noop("Template {template}: no value for the placeholder {name}.")


class UnknownPlaceholder(GridHallError):
    """A text uses a placeholder that its occasion does not fill."""

    code = "MESSAGE_PLACEHOLDER_UNKNOWN"
    template = gettext_noop(
        "{field}: the placeholder {name} is not known here. Known are: {known}."
    )


class MissingPlaceholder(GridHallError):
    """A text leaves out what the customer must be told."""

    code = "MESSAGE_PLACEHOLDER_MISSING"
    template = gettext_noop("{field}: the placeholder {name} must be in the text.")


class UnreadableText(GridHallError):
    """A text has a brace that opens or closes nothing, or more in it than a name."""

    code = "MESSAGE_TEXT_UNREADABLE"
    template = gettext_noop("{field}: write placeholders as a name in braces; {part} is none.")


class UnusableAddress(GridHallError):
    """The address does not fit the channel."""

    code = "MESSAGE_ADDRESS_UNUSABLE"
    template = gettext_noop("{address} is no address for this way: {channel}.")


class ChannelNotSetUp(GridHallError):
    """No provider is set up for the channel."""

    code = "MESSAGE_CHANNEL_NOT_SET_UP"
    template = gettext_noop(
        "No provider is set up for {channel}. Ask the operator to name one in the settings."
    )


class WrongState(GridHallError):
    """The act does not fit the state: somebody was faster, or it is over."""

    code = "MESSAGE_WRONG_STATE"
    template = gettext_noop("{subject} is no longer in the state for this. Load the page again.")


class NotFound(GridHallError):
    """There is no such thing, or none that this person may see."""

    code = "MESSAGE_NOT_FOUND"
    template = gettext_noop("There is no such entry.")


class NobodyToTell(GridHallError):
    """None of the accounts chosen can be told anything by this reader."""

    code = "MESSAGE_NOBODY_TO_TELL"
    template = gettext_noop("None of these accounts is known here. Check the numbers.")


class InvalidRule(GridHallError):
    """A dated entry contradicts itself or has no source."""

    code = "MESSAGE_RULE_INVALID"
    template = gettext_noop("{field}: {value} does not fit. {remedy}")


class SignatureInvalid(GridHallError):
    """The call was not signed by the provider, or not now."""

    code = "MESSAGE_SIGNATURE_INVALID"
    template = gettext_noop("The signature of the call does not fit.")
    status = 401


class UnreadableCall(GridHallError):
    """The call is signed but is not what was agreed."""

    code = "MESSAGE_CALL_UNREADABLE"
    template = gettext_noop("The call is not readable: {problem}.")
    status = 400
