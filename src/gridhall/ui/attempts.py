"""Acts that may be refused: the refusal is told to the reader and the page goes on.

    with attempts.in_form(form):
        services.do_it(…)
        messages.success(request, _("Done."))
        return redirect(…)
    return render(…)  # the form again, saying why

What comes after the act in the block is skipped when it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest

from gridhall.kernel.errors import GridHallError
from gridhall.ui.errors import as_text

Kinds = type[GridHallError] | tuple[type[GridHallError], ...]


class Attempt:
    """A block that ends at the first expected failure; ``missing`` ones are a page not found."""

    def __init__(self, tell: Callable[[str], None], missing: Kinds) -> None:
        self.tell, self.missing = tell, missing

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, GridHallError):
            return False
        if isinstance(error, self.missing):
            raise Http404 from None
        self.tell(as_text(error))
        return True


def in_form(form: BaseForm, field: str | None = None, *, missing: Kinds = ()) -> Attempt:
    """Say in the form, at a field or above them all, why an act was refused."""
    return Attempt(lambda text: form.add_error(field, text), missing)


def told(request: HttpRequest, *, missing: Kinds = ()) -> Attempt:
    """Say on the next page why an act was refused."""
    return Attempt(lambda text: messages.error(request, text), missing)
