"""The options of an assessment's edition, what was decided of them, and the rows they switch."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from assessments.models import Answer, Assessment, OptionChoice
from matrix.models import Option, OptionRow
from matrix.selectors import PrintedActivity, PrintedEdition, PrintedSection


@dataclass(frozen=True, slots=True)
class OptionActivity:
    """A row that depends on an option. `is_in_scope` when the assessment asks about it."""

    activity: PrintedActivity
    section: PrintedSection | None
    letters: str
    applies: str
    pair: int | None
    is_in_scope: bool
    is_switched_off: bool
    is_answered: bool


@dataclass(frozen=True, slots=True)
class OptionState:
    """An option with what was decided of it: `is_bought` None is not decided, `revision` then 0.

    `with_it` are the rows that hold only when it is bought, `without_it` only when it is not.
    """

    option_id: int
    slug: str
    name: str
    is_own: bool
    is_bought: bool | None
    reason: str
    revision: int
    decided_at: datetime | None
    decided_by: str
    with_it: tuple[OptionActivity, ...]
    without_it: tuple[OptionActivity, ...]

    @property
    def value(self) -> str:
        """Return the decision as a form field says it: "yes", "no", "" for none."""
        return {None: "", True: "yes", False: "no"}[self.is_bought]


def options_of(
    assessment: Assessment, *, printed: PrintedEdition, language: str
) -> tuple[OptionState, ...]:
    """Return every option an organisation knows on its edition. At most 4 queries."""
    options = Option.objects.known_to(assessment.organisation).filter(
        edition_id=assessment.edition_id
    )
    choices = {
        choice.option_id: choice
        for choice in OptionChoice.objects.filter(assessment=assessment).select_related(
            "decided_by__user"
        )
    }
    rows = _rows(assessment, printed)
    return tuple(
        _state(option, choices.get(option.pk), rows.get(option.pk, ()), language)
        for option in options.order_by("position", "pk")
    )


def switched_off_count(assessment: Assessment) -> int:
    """Return how many duties an option has switched off. One query."""
    return Answer.objects.all_of(assessment).filter(is_switched_off=True).duties().count()


def has_options(assessment: Assessment) -> bool:
    """Tell whether there is anything to decide. One query."""
    known = Option.objects.known_to(assessment.organisation)
    return known.filter(edition_id=assessment.edition_id).exists()


def name_of(option: Option, language: str) -> str:
    """Return an option's name in a language, in any it has where that one is missing."""
    names = option.names
    found = names.get(language.split("-")[0]) or next(iter(names.values()), option.slug)
    return str(found)


def _rows(
    assessment: Assessment, printed: PrintedEdition
) -> dict[int, tuple[OptionActivity, ...]]:
    answers = {
        activity: (is_off, coverage)
        for activity, is_off, coverage in Answer.objects.all_of(assessment).values_list(
            "activity_id", "is_switched_off", "coverage"
        )
    }
    activities = {activity.activity_id: activity for activity in printed.activities}
    sections = {section.section_id: section for section in printed.sections}
    found: dict[int, list[OptionActivity]] = defaultdict(list)
    rows = OptionRow.objects.filter(option__edition_id=assessment.edition_id)
    for row in rows.order_by("activity__position"):
        activity = activities[row.activity_id]
        is_off, coverage = answers.get(row.activity_id, (False, "unanswered"))
        found[row.option_id].append(
            OptionActivity(
                activity=activity,
                section=sections.get(activity.section_id or 0),
                letters=activity.letters.get(assessment.client_party_id, ""),
                applies=row.applies,
                pair=row.pair,
                is_in_scope=row.activity_id in answers,
                is_switched_off=is_off,
                is_answered=coverage != "unanswered",
            )
        )
    return {option: tuple(each) for option, each in found.items()}


def _state(
    option: Option,
    choice: OptionChoice | None,
    rows: tuple[OptionActivity, ...],
    language: str,
) -> OptionState:
    return OptionState(
        option_id=option.pk,
        slug=option.slug,
        name=name_of(option, language),
        is_own=option.organisation_id is not None,
        is_bought=choice.is_bought if choice else None,
        reason=choice.reason if choice else "",
        revision=choice.revision if choice else 0,
        decided_at=choice.decided_at if choice else None,
        decided_by=str(choice.decided_by) if choice and choice.decided_by else "",
        with_it=tuple(row for row in rows if row.applies == OptionRow.Applies.BOUGHT),
        without_it=tuple(row for row in rows if row.applies == OptionRow.Applies.NOT_BOUGHT),
    )
