"""Names of what events name by id, looked up beside the chain (CONTRACTS.md, "Event")."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.models import Membership, Organisation, Team
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.options import name_of
from audit.models import Event
from matrix.models import ActivityLabel, Edition, Option

_COLUMNS: Final = (
    "key",
    "assessment_id",
    "label",
    "activity__text",
    "activity__edition__language",
    "archived_by",
    "is_switched_off",
)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row of an assessment, in the reader's language where there is a label for it.

    `is_in_play` is False for a row that was put away or switched off: it has no page.
    """

    key: str
    assessment_id: int
    text: str
    language: str
    is_in_play: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id: people by user id, `members` by membership id, rows by key, options by slug.

    Whatever is not in here is gone, or belongs to somebody else, or, unless the reader
    `is_shown_all`, may be what was not shared with them.
    """

    people: Mapping[int, str]
    members: Mapping[int, str]
    teams: Mapping[int, str]
    assessments: Mapping[int, str]
    rows: Mapping[str, NamedRow]
    editions: Mapping[int, str]
    options: Mapping[str, str]
    is_shown_all: bool = True

    def person(self, user_id: int | None) -> str:
        """Return who did something; no id is the installation itself."""
        if user_id is None:
            return _("The installation")
        return self.people.get(user_id, _("Somebody who is no longer here"))

    def member(self, pk: int) -> str:
        """Return a member by id."""
        return self.members.get(pk, _("somebody who is no longer here"))

    def team(self, pk: int) -> str:
        """Return a team by id."""
        return self.teams.get(pk, _("a team that is gone"))

    def assessment(self, pk: int) -> str:
        """Return an assessment by id: service and scope."""
        gone, hidden = _("an assessment that is gone"), _("an assessment that is not shown to you")
        return self.assessments.get(pk, gone if self.is_shown_all else hidden)

    def edition(self, pk: int) -> str:
        """Return an edition by id: service and date."""
        return self.editions.get(pk, _("an edition that is gone"))


def names_for(events: Iterable[Event], *, reader: Membership, language: str) -> Names:
    """Look up everything that `events` name. At most 6 queries, whatever their number.

    An assessment that `reader` may not see has no name: a copy that is shared with an auditor
    does not tell of its source.
    """
    events, organisation = list(events), reader.organisation
    members = list(Membership.objects.of_organisation(organisation).by_name())
    teams = Team.objects.filter(organisation=organisation).values_list("pk", "name")
    visible = Assessment.objects.visible_to(reader.user).of_organisation(organisation)
    assessments = visible.values_list("pk", "edition__matrix__service", "scope")
    return Names(
        people={member.user_id: str(member.user) for member in members},
        members={member.pk: str(member.user) for member in members},
        teams=dict(teams),
        assessments={pk: f"{service} · {scope}" for pk, service, scope in assessments},
        rows=_rows(events, organisation, language),
        editions=_editions(events),
        options=_options(events, organisation, language),
        is_shown_all=reader.role != Role.AUDITOR,
    )


def _rows(
    events: Iterable[Event], organisation: Organisation, language: str
) -> dict[str, NamedRow]:
    keys = {_uuid(event.object_id) for event in events if event.object_kind == "answer"} - {None}
    label = ActivityLabel.objects.filter(
        activity=OuterRef("activity"), label_set__language=language
    )
    rows = Answer.objects.filter(organisation=organisation, key__in=keys).annotate(
        label=Subquery(label.values("text")[:1])
    )
    return {
        str(key): _row(str(key), *rest, language) for key, *rest in rows.values_list(*_COLUMNS)
    }


def _row(key: str, *columns: Any) -> NamedRow:
    assessment_id, label, text, printed_in, archived_by, is_switched_off, language = columns
    return NamedRow(
        key=key,
        assessment_id=assessment_id,
        text=label or text,
        language=language if label else printed_in,
        is_in_play=archived_by is None and not is_switched_off,
    )


def _editions(events: Iterable[Event]) -> dict[int, str]:
    named: set[Any] = set()
    for event in events:
        named |= {event.new.get("edition"), event.old.get("edition")}
        if event.object_kind == "edition" and event.object_id.isdigit():
            named.add(int(event.object_id))
    found = Edition.objects.filter(pk__in=named - {None}).values_list(
        "pk", "matrix__service", "published_on"
    )
    return {pk: _edition_name(service, day) for pk, service, day in found}


def _edition_name(service: str, day: date | None) -> str:
    if day is None:
        return _("%(service)s, edition without a date") % {"service": service}
    words = {"service": service, "day": date_format(day, "j F Y")}
    return _("%(service)s, edition of %(day)s") % words


def _options(events: Iterable[Event], organisation: Organisation, language: str) -> dict[str, str]:
    values = [values for event in events for values in (event.old, event.new)]
    slugs = {each["option"] for each in values if "option" in each}
    known = Option.objects.known_to(organisation).filter(slug__in=slugs)
    return {option.slug: name_of(option, language) for option in known}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
