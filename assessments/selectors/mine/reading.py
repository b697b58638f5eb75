"""What one member has to do, across the assessments of an organisation."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from accounts.models import Membership, Team
from assessments.models import Answer, AnswerQuerySet, Assessment
from assessments.selectors.duties import Owner, days_late, due_of, owner_of
from assessments.selectors.mine.groups import Group, group_of
from assessments.selectors.mine.rows import MyDuties, MyRow
from assessments.selectors.plans import PLAN_ALONG
from matrix.models import ActivityLabel
from matrix.selectors import PrintedText
from matrix.selectors.printed import is_same_language


def my_duties(reader: Membership, *, language: str, on: date) -> MyDuties:
    """Return the rows of a member and of their teams in all active assessments they may see.

    `on` is today. Four queries, whatever there is; what an upgrade has put away or an option
    has switched off is not there.
    """
    answers = _answers(reader)
    by_assessment: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers.select_related(
        "activity__section", "owner_membership__user", "owner_team", *PLAN_ALONG
    ):
        by_assessment[answer.assessment_id].append(answer)
    assessments = Assessment.objects.filter(pk__in=list(by_assessment)).with_matrix()
    labels = _labels(answers, language)
    rows = [
        _row(answer, assessment, _text(answer, assessment, labels, language), on)
        for assessment in assessments
        for answer in by_assessment[assessment.pk]
    ]
    return MyDuties(tuple(sorted(rows, key=_worst_first)), _teams(reader))


def _answers(reader: Membership) -> AnswerQuerySet:
    active = (
        Assessment.objects.visible_to(reader.user)
        .of_organisation(reader.organisation)
        .filter(state=Assessment.State.ACTIVE)
    )
    in_active = Answer.objects.filter(assessment__in=active.values("pk"))
    return in_active.in_play().owned_by(reader)


def _labels(answers: AnswerQuerySet, language: str) -> dict[int, str]:
    labels = ActivityLabel.objects.filter(
        activity__in=answers.values("activity"), label_set__language=language
    )
    return dict(labels.values_list("activity_id", "text"))


def _teams(reader: Membership) -> tuple[Owner, ...]:
    teams = Team.objects.filter(members=reader).order_by("name", "pk")
    return tuple(Owner("team", team.pk, team.name, team.initials) for team in teams)


def _row(answer: Answer, assessment: Assessment, text: PrintedText, on: date) -> MyRow:
    section = answer.activity.section
    return MyRow(
        key=answer.key,
        group=group_of(answer, on=on),
        assessment=assessment,
        number=section.number if section else "",
        position=answer.activity.position,
        activity=text,
        question=answer.question,
        coverage=answer.coverage,
        is_to_recheck=answer.is_to_recheck,
        due_on=due_of(answer) or answer.due_on,
        days_late=days_late(answer, on=on),
        owner=owner_of(answer),
        note=answer.note,
        revision=answer.revision,
    )


def _text(
    answer: Answer, assessment: Assessment, labels: Mapping[int, str], language: str
) -> PrintedText:
    printed, printed_in = answer.activity.text, assessment.edition.language
    label = labels.get(answer.activity_id, "")
    if not label or is_same_language(printed_in, language):
        return PrintedText(printed, printed_in)
    return PrintedText(label, language, printed, printed_in)


def _worst_first(row: MyRow) -> tuple[Group, date, str, str, int, int]:
    assessment = row.assessment
    service = assessment.edition.matrix.service
    due_on = row.due_on or date.max
    return row.group, due_on, service, assessment.scope, assessment.pk, row.position
