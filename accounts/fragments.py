"""Parts of pages that are drawn once for the same values: `{% fragment "…" row=row %}`.

Drawing is most of what a page costs, and of thirty-six rows one has changed since the last
reader. A fragment sees nothing but the values it is given, and they are all of its key, with
language and zone: what is remembered is what would be drawn, so that nothing has to be
forgotten. The template engine has this library built in (settings.TEMPLATES).
"""

from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# A row of the grid is 7 kB: at most some 30 MB a process.
_KEPT: Final = 4_000


@register.simple_tag
def fragment(template_name: str, **values: Hashable) -> SafeString:
    """Return a template drawn with `values` alone: no request, no user, no organisation.

    Values must say everything in their equality: text, numbers, dates, frozen dataclasses of
    these. A model is equal to itself after a change: give what is shown of it. Raises
    `TypeError` for what cannot be hashed.
    """
    if settings.DEBUG:
        return render_to_string(template_name, values)
    return _drawn(template_name, get_language(), timezone.get_current_timezone_name(), **values)


# Typed: text that is safe equals the same text that is not, and True equals 1.
@lru_cache(maxsize=_KEPT, typed=True)
def _drawn(
    template_name: str, _language: str | None, _zone: str, /, **values: Hashable
) -> SafeString:
    return render_to_string(template_name, values)
