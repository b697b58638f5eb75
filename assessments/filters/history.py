"""The filter of a history: who, what, when, about which thing."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.dates import date_format
from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from assessments.selectors.history import assessment_events, log_events, of_assessment
from assessments.words.events import ASSESSMENT_VERBS, OTHER_VERBS, ROW_VERBS, Verb
from assessments.words.kinds import KINDS
from audit.models import EventQuerySet

INSTALLATION: Final = "installation"
_LINKED: Final = frozenset({"batch", "row", "before"})
# What the column of sequence numbers holds on both engines.
_LAST: Final = 2**63 - 1
# Days that any time zone can still be told of.
_DAYS: Final = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31)))


class _Sequence(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    field_class = forms.IntegerField


class _Batch(django_filters.Filter):  # type: ignore[misc]
    field_class = forms.RegexField


def _day(label: Promise) -> dict[str, Any]:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return {"label": label, "widget": picker, "validators": _DAYS}


class HistoryFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Events by person, kind of event and days; what is common to both histories.

    Keys of the query string: `person` (user id, or "installation"), `what` (verb), `since` and
    `until` (days, both included, in the time zone of the product), `batch` (one action) and
    `before` (a sequence number: the place in the list, which filters nothing). A value that is
    not a choice is an error and filters nothing. One query for the people, besides `qs` itself.
    """

    person = django_filters.ChoiceFilter(
        label=gettext_lazy("Person"), method="keep_person", empty_label=gettext_lazy("All")
    )
    what = django_filters.ChoiceFilter(
        label=gettext_lazy("What happened"), field_name="verb", empty_label=gettext_lazy("All")
    )
    since = django_filters.DateFilter(method="keep_since", **_day(gettext_lazy("From")))
    until = django_filters.DateFilter(method="keep_until", **_day(gettext_lazy("To")))
    batch = _Batch(regex=r"^[0-9a-f]{32}$")
    before = _Sequence(method="keep_all", min_value=1, max_value=_LAST)

    verbs: dict[str, Verb] = {}

    def __init__(self, data: QueryDict, events: EventQuerySet, *, reader: Membership) -> None:
        """Offer the people of the reader's organisation, former members too.

        An auditor is offered those who did something here, and learns of nobody else.
        """
        self.reader, self.events = reader, events
        super().__init__(data, events)
        self.filters["person"].extra["choices"] = [
            *((str(member.user_id), str(member.user)) for member in self._members()),
            (INSTALLATION, _("The installation")),
        ]
        self.filters["what"].extra["choices"] = [
            (name, verb.label) for name, verb in self.verbs.items()
        ]

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return the valid values by key, as text, in a fixed order; the place is not one."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        texts = {key: _as_text(cleaned.get(key)) for key in self.filters if key != "before"}
        return {key: text for key, text in texts.items() if text}

    @property
    def place(self) -> int | None:
        """Return the sequence number before which the page begins, None for the newest."""
        self.form.is_valid()
        before: int | None = self.form.cleaned_data.get("before")
        return before

    @property
    def offered(self) -> list[forms.BoundField]:
        """Return the fields a person fills in; the others come with a link."""
        return [field for field in self.form if field.name not in _LINKED]

    @property
    def is_unfolded(self) -> bool:
        """Tell whether each event stands for itself: one action or one row is looked at."""
        return bool({"batch", "row"} & self.chosen.keys())

    @property
    def query(self) -> str:
        """Return the canonical query string, without "?"; "" when nothing is filtered."""
        return urlencode(self.chosen)

    @property
    def words(self) -> str:
        """Return what is kept, for a person: "Jeanne Goff, from 3 March 2026"; "" for all."""
        return ", ".join(self._words(key, text) for key, text in self.chosen.items())

    def keep_person(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        """Keep what somebody did, or what nobody signed in did."""
        return events.filter(actor_id=None if value == INSTALLATION else int(value))

    def keep_since(self, events: EventQuerySet, _name: str, value: date) -> EventQuerySet:
        """Keep a day and what came after it."""
        return events.filter(at__gte=_midnight(value))

    def keep_until(self, events: EventQuerySet, _name: str, value: date) -> EventQuerySet:
        """Keep a day and what came before it."""
        return events.filter(at__lt=_midnight(value + timedelta(days=1)))

    def keep_all(self, events: EventQuerySet, _name: str, _value: int) -> EventQuerySet:
        """Keep everything: where the page begins is for the page to say."""
        return events

    def _members(self) -> Iterable[Membership]:
        members = Membership.objects.of_organisation(self.reader.organisation)
        if self.reader.role == Role.AUDITOR:
            members = members.filter(user_id__in=self.events.order_by().values("actor_id"))
        return members.by_name()

    def _words(self, key: str, text: str) -> str:
        if key == "since":
            return _("from %(day)s") % {"day": _day_words(text)}
        if key == "until":
            return _("to %(day)s") % {"day": _day_words(text)}
        if key in {"batch", "row"}:
            return _("one action") if key == "batch" else _("one row")
        return str(dict(self.form.fields[key].choices)[text])


class LogFilter(HistoryFilter):
    """The log of an organisation, also by kind of thing and by assessment (id). Two queries."""

    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("About"),
        field_name="object_kind",
        choices=list(KINDS.items()),
        empty_label=gettext_lazy("All"),
    )
    assessment = django_filters.ChoiceFilter(
        label=gettext_lazy("Assessment"),
        method="keep_assessment",
        empty_label=gettext_lazy("All"),
    )

    verbs = {**ROW_VERBS, **ASSESSMENT_VERBS, **OTHER_VERBS}

    def __init__(self, data: QueryDict, *, reader: Membership) -> None:
        """Offer the assessments of the reader's organisation that they may see."""
        super().__init__(data, log_events(reader=reader), reader=reader)
        visible = Assessment.objects.visible_to(reader.user).of_organisation(reader.organisation)
        named = visible.order_by("edition__matrix__service", "scope", "pk")
        self.filters["assessment"].extra["choices"] = [
            (str(pk), f"{service} · {scope}")
            for pk, service, scope in named.values_list("pk", "edition__matrix__service", "scope")
        ]

    def keep_assessment(self, events: EventQuerySet, _name: str, value: str) -> EventQuerySet:
        """Keep what happened to one assessment."""
        return events.filter(of_assessment(Assessment.objects.get(pk=value)))


class AssessmentHistoryFilter(HistoryFilter):
    """The history of one assessment, also of one of its rows: `row` is the key of the answer."""

    row = django_filters.UUIDFilter(method="keep_row")

    verbs = {**ROW_VERBS, **ASSESSMENT_VERBS}

    def __init__(self, data: QueryDict, *, assessment: Assessment, reader: Membership) -> None:
        """Take the assessment whose events are read."""
        super().__init__(data, assessment_events(assessment, reader=reader), reader=reader)

    def keep_row(self, events: EventQuerySet, _name: str, value: UUID) -> EventQuerySet:
        """Keep what happened to one row."""
        return events.about("answer", str(value))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _day_words(text: str) -> str:
    return date_format(date.fromisoformat(text), "j F Y")
