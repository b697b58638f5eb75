"""Reading gaps: a queryset in the order they are shown in, and each as a row."""

from datetime import date
from typing import Any, Final, cast

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)

from accounts.models import Membership, TeamMember
from accounts.rights import Action
from assessments.models import Answer, AnswerQuerySet, Assessment, Severity
from assessments.selectors.duties import days_late, due_of, owner_of
from assessments.selectors.gaps.rows import GapNumbers, GapRow
from assessments.selectors.plans import PLAN_ALONG, plan_of
from matrix.models import ActivityLabel
from matrix.selectors import PrintedText
from matrix.selectors.printed import is_same_language

# What a row shows beyond its answer.
ACROSS: Final = (
    "activity__section",
    "assessment__edition__matrix__provider",
    "owner_membership__user",
    "owner_team",
    *PLAN_ALONG,
)
_WORST: Final = tuple(reversed(Severity.values))


def gap_answers(reader: Membership, *, with_past: bool = False) -> AnswerQuerySet:
    """Return the gaps in play of all assessments of the reader's organisation they may see.

    Those of periods that are over only `with_past`: the next period counts them again.
    """
    visible = Assessment.objects.visible_to(reader.user).of_organisation(reader.organisation)
    if not with_past:
        visible = visible.in_course()
    return Answer.objects.filter(assessment__in=visible.values("pk")).in_play().gaps()


def worst_first(
    answers: AnswerQuerySet, *, reader: Membership, language: str, on: date
) -> AnswerQuerySet:
    """Return gaps with all that `gap_row` reads: overdue ones, then by severity, then by age.

    Those not rated come after the rated ones. `is_late` and `rank` (0 is the worst) can be
    ordered by. One query, whatever their number.
    """
    label = ActivityLabel.objects.filter(
        activity=OuterRef("activity"), label_set__language=language
    )
    in_team = TeamMember.objects.filter(team=OuterRef("owner_team"), membership=reader)
    late = Answer.objects.filter(pk=OuterRef("pk")).overdue(on=on)
    rank = Case(
        *[When(gap_plan__severity=each, then=place) for place, each in enumerate(_WORST)],
        default=Value(len(_WORST)),
        output_field=IntegerField(),
    )
    return (
        answers.select_related(*ACROSS)
        .defer("assessment__edition__source")
        .annotate(
            label=Subquery(label.values("text")[:1]),
            is_my_teams=Exists(in_team),
            is_late=Exists(late),
            rank=rank,
        )
        .order_by("-is_late", "rank", "gap_since", "assessment_id", "activity__position")
    )


def gap_numbers(answers: AnswerQuerySet, *, on: date) -> GapNumbers:
    """Count gaps by what is planned for them. One query."""
    late, planned, accepted = (
        Exists(kept.filter(pk=OuterRef("pk")))
        for kept in (
            Answer.objects.all().overdue(on=on),
            Answer.objects.all().planned(),
            Answer.objects.all().accepted(on=on),
        )
    )
    found = (
        answers.annotate(is_late=late, is_planned=planned, is_accepted=accepted)
        .order_by()
        .aggregate(
            gaps=Count("pk"),
            overdue=Count("pk", filter=Q(is_late=True)),
            planned=Count("pk", filter=Q(is_planned=True, is_accepted=False)),
            accepted=Count("pk", filter=Q(is_accepted=True)),
        )
    )
    return GapNumbers(**found)


def gap_row(answer: Answer, *, reader: Membership, language: str, on: date) -> GapRow:
    """Return one of the answers of `worst_first` as a row. No query."""
    section = answer.activity.section
    return GapRow(
        key=answer.key,
        assessment=answer.assessment,
        number=section.number if section else "",
        activity=printed_text(answer, language),
        coverage=answer.coverage,
        note=answer.note,
        owner=owner_of(answer),
        due_on=answer.due_on,
        due=due_of(answer),
        days_late=days_late(answer, on=on),
        since=cast(date, answer.gap_since),  # the database holds one for each gap
        plan=plan_of(answer),
        is_writable=answer.assessment.state == Assessment.State.ACTIVE
        and may_plan(answer, reader),
        on=on,
    )


def may_plan(answer: Answer, reader: Membership) -> bool:
    """Tell whether a member may plan a gap that was read with `is_my_teams`."""
    is_unassigned = answer.owner_membership_id is None and answer.owner_team_id is None
    is_mine = answer.owner_membership_id == reader.pk or getattr(answer, "is_my_teams", False)
    may_own = reader.may(Action.ASSIGN_OWN) and (is_unassigned or is_mine)
    return may_own or reader.may(Action.ASSIGN_ANY)


def printed_text(answer: Answer, language: str) -> PrintedText:
    """Return the activity of an answer read with its `label`, in the reader's language."""
    printed, printed_in = answer.activity.text, answer.assessment.edition.language
    label: Any = getattr(answer, "label", None)
    if not label or is_same_language(printed_in, language):
        return PrintedText(printed, printed_in)
    return PrintedText(label, language, printed, printed_in)
