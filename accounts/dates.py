"""Dates in words. French says "1er janvier": the first of a month alone is an ordinal.

The template engine has this library built in (settings.TEMPLATES), so that its `date` is used
wherever a template says `|date`. Python says `date_format`. `{% now %}` would not: `{% today %}`.
"""

import re
from datetime import date
from typing import Any

from django import template
from django.template import defaultfilters
from django.utils import formats, timezone
from django.utils.translation import get_language

register = template.Library()

# The day before the name of a month, long or short.
_DAY_OF_MONTH = re.compile(r"\bj (?=[FN])")


def date_format(day: date, form: str = "DATE_FORMAT") -> str:
    """Return a date in the language in force, as Django's function of this name does."""
    return formats.date_format(day, _form(day, form))


@register.filter("date", expects_localtime=True, is_safe=False)
def in_words(value: Any, form: str = "DATE_FORMAT") -> str:
    """Return a date in the language in force, as Django's filter of this name does."""
    return defaultfilters.date(value, _form(value, form))


@register.simple_tag
def today() -> date:
    """Return the day it is in the zone in force."""
    return timezone.localdate()


def _form(value: Any, form: str) -> str:
    is_french = (get_language() or "").startswith("fr")
    if not (is_french and isinstance(value, date) and value.day == 1):
        return form
    return _DAY_OF_MONTH.sub(r"j\\e\\r ", formats.get_format(form))
