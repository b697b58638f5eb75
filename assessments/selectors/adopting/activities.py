"""The activities of an assessment's edition, as the rows of a tracker are matched with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from accounts.models import Membership, Organisation, Team
from assessments.models import Answer, Assessment
from assessments.readers.trackers import Known, KnownActivity, Person, places_of
from matrix.comparing.texts import same_words
from matrix.readers.inline import normalised
from matrix.selectors import PrintedEdition, PrintedSection, PrintedText, printed_edition
from matrix.selectors.printed import EditionLabels, labels_of

# Shorter parts of names are words of any column.
_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class ShownActivity:
    """An activity as a page names it: `number` is that of its section, `key` its answer's.

    `key` is "" where the activity is outside the scope of the assessment.
    """

    key: str
    number: str
    text: PrintedText

    @property
    def label(self) -> str:
        """Return "3.1.2 · Install the system", for a list to choose from."""
        return f"{self.number} · {self.text.text}" if self.number else self.text.text


@dataclass(frozen=True, slots=True)
class EditionActivities:
    """All activities of an edition in printed order: `known` to be compared, `shown` to be read.

    Both are of the same length; an index names one activity in both.
    """

    known: tuple[KnownActivity, ...]
    shown: tuple[ShownActivity, ...]


def activities_of(assessment: Assessment, *, language: str) -> EditionActivities:
    """Return the activities for a reader of `language`; at most 7 queries, and 3 a language.

    A tracker may have the wording of any language, so that all are compared.
    """
    edition = assessment.edition
    printed = printed_edition(edition, language=language)
    labels = [labels_of(edition, language=code) for code, _name in settings.LANGUAGES]
    answers = Answer.objects.of_assessment(assessment).values_list("activity_id", "key")
    keys = {activity_id: str(key) for activity_id, key in answers}
    sections = _Sections(printed, labels)
    known, shown = [], []
    for activity in printed.activities:
        key = keys.get(activity.activity_id, "")
        others = [each.activities.get(activity.activity_id, "") for each in labels]
        texts = [activity.text.text, activity.text.original, *others]
        places = sections.places(activity.section_id)
        known.append(KnownActivity(key, tuple(filter(None, dict.fromkeys(texts))), places))
        shown.append(ShownActivity(key, sections.number(activity.section_id), activity.text))
    return EditionActivities(tuple(known), tuple(shown))


def known_of(organisation: Organisation, activities: EditionActivities) -> Known:
    """Return what helps to tell the columns of a tracker. Two queries."""
    names = {name for person in people_of(organisation) for name in person.names}
    parts = {part for name in names for part in normalised(name).split() if len(part) >= _NAME}
    return Known(
        activities=frozenset(
            same_words(text) for activity in activities.known for text in activity.texts
        ),
        sections=frozenset(place for each in activities.known for place in each.places),
        people=frozenset({*map(normalised, names), *parts}),
    )


def people_of(organisation: Organisation) -> tuple[Person, ...]:
    """Return who can have a duty: people by name, then teams. Two queries."""
    members = Membership.objects.current().of_organisation(organisation).by_name()
    teams = Team.objects.of_organisation(organisation).order_by("name", "id")
    return (
        *(
            Person(user.email, str(user), (str(user), user.email), user.initials)
            for user in (member.user for member in members.select_related("user"))
        ),
        *(Person(team.name, team.name, (team.name,), team.initials) for team in teams),
    )


class _Sections:
    """What the sections above an activity are called, in every language there is."""

    def __init__(self, printed: PrintedEdition, labels: list[EditionLabels]) -> None:
        self._sections = {section.section_id: section for section in printed.sections}
        self._labels = labels

    def places(self, section_id: int | None) -> frozenset[str]:
        """Return the numbers and titles of a section and of those it is in."""
        found: set[str] = set()
        for section in self._upwards(section_id):
            others = [each.sections.get(section.section_id, "") for each in self._labels]
            titles = [section.title.text, section.title.original, *others]
            found |= {section.number, *places_of(*(f"{section.number} {each}" for each in titles))}
            found |= places_of(*filter(None, titles))
        return frozenset(found - {""})

    def number(self, section_id: int | None) -> str:
        """Return the number of a section, "" for none."""
        return next((section.number for section in self._upwards(section_id)), "")

    def _upwards(self, section_id: int | None) -> Iterator[PrintedSection]:
        section = self._sections.get(section_id or 0)
        while section is not None:
            yield section
            section = self._sections.get(section.parent_id or 0)
