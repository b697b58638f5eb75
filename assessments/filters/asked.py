"""What a list is asked for in the query string: its form, its words and its canonical address."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Membership
from assessments.models import Assessment


def assessment_choices(reader: Membership) -> list[tuple[str, str]]:
    """Return the assessments a member may read, by id and name, in the order of the names.

    Periods of one scope share a name: those are told apart by their last day.
    """
    visible = Assessment.objects.visible_to(reader.user).of_organisation(reader.organisation)
    named = visible.order_by("edition__matrix__service", "scope", "ends_on", "pk")
    columns = list(named.values_list("pk", "edition__matrix__service", "scope", "ends_on"))
    number = Counter((service, scope) for _pk, service, scope, _day in columns)
    return [
        (
            str(pk),
            " · ".join(
                [service, scope, *([date_format(day)] if number[service, scope] > 1 else [])]
            ),
        )
        for pk, service, scope, day in columns
    ]


class AskedFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """A filter of single choices and, as `q`, of a text.

    A value that is not a choice is an error and filters nothing.
    """

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return the valid values by key, as text, in a fixed order."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        return {key: str(cleaned[key]) for key in self.filters if cleaned.get(key)}

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but the whole list is asked for."""
        return bool(self.chosen)

    @property
    def query(self) -> str:
        """Return the canonical query string, without "?"; "" when nothing is filtered."""
        return urlencode(self.chosen)

    @property
    def words(self) -> str:
        """Return what is kept, for a person: "overdue, high, “backup”"; "" for all."""
        return ", ".join(self._word(key, text) for key, text in self.chosen.items())

    @property
    def offered(self) -> forms.Form:
        """Return the form to show: what was left out is said once, and not kept in a field."""
        shown: forms.Form = type(self.form)(self.chosen)
        return shown

    def _word(self, key: str, text: str) -> str:
        if key == "q":
            return _("“%(text)s”") % {"text": text}
        labels: dict[Any, Any] = dict(self.form.fields[key].choices)
        return str(labels[text])
