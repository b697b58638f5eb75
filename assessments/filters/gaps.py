"""The filter of the list of gaps: it lives in the query string, for page, twin and bulk edit."""

from datetime import date
from typing import Final

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.filters.asked import AskedFilter, assessment_choices
from assessments.models import AnswerQuerySet, GapPlan, Severity
from assessments.selectors.gaps import gap_answers
from database.folding import folded
from matrix.models import ActivityLabel

UNRATED: Final = "none"
STATES: Final = (
    ("open", pgettext_lazy("gaps", "open, not accepted")),
    ("overdue", pgettext_lazy("gaps", "overdue")),
    ("planned", pgettext_lazy("gaps", "planned")),
    ("unplanned", pgettext_lazy("gaps", "without a plan")),
    ("accepted", pgettext_lazy("gaps", "accepted")),
    ("expired", pgettext_lazy("gaps", "acceptance run out")),
)


class GapFilter(AskedFilter):
    """Gaps of an organisation by what is planned for them, severity, owner, assessment and text.

    Keys of the query string: `state` (open, overdue, planned, unplanned, accepted, expired),
    `severity` (a code, or "none" for not rated), `owner` (me, none, member-ID, team-ID; "me"
    includes one's teams and what one is to act on), `assessment` (id) and `q` (text of the
    activity in the reader's language or as printed, accents and case aside, or of the action).
    Gaps of a period that is over are listed where its assessment is asked for.
    A value that is not a choice is an error and filters nothing. Three queries for the choices,
    besides `qs` itself.
    """

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="keep_state",
        choices=STATES,
        empty_label=gettext_lazy("All"),
    )
    severity = django_filters.ChoiceFilter(
        label=gettext_lazy("Severity"),
        method="keep_severity",
        choices=[
            *reversed(Severity.choices),
            (UNRATED, pgettext_lazy("severity", "not rated")),
        ],
        empty_label=gettext_lazy("All"),
    )
    owner = django_filters.ChoiceFilter(
        label=gettext_lazy("Owner"), method="keep_owner", empty_label=gettext_lazy("All")
    )
    assessment = django_filters.ChoiceFilter(
        label=gettext_lazy("Assessment"),
        field_name="assessment_id",
        empty_label=gettext_lazy("All"),
    )
    q = django_filters.CharFilter(
        label=gettext_lazy("Text"),
        method="keep_text",
        max_length=200,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: QueryDict, *, reader: Membership, language: str, on: date) -> None:
        """Offer what the gaps of the reader's organisation can be narrowed to; `on` is today."""
        self.reader, self.language, self.on = reader, language, on
        super().__init__(data, gap_answers(reader, with_past=bool(data.get("assessment"))))
        self.filters["owner"].extra["choices"] = [
            ("me", _("Mine")),
            ("none", _("Nobody")),
            *((f"member-{member.pk}", str(member.user)) for member in self.people),
            *self._teams(),
        ]
        self.filters["assessment"].extra["choices"] = assessment_choices(self.reader)

    @cached_property
    def people(self) -> list[Membership]:
        """Return the members of the organisation, former ones too, by name.

        For an auditor those who have one of these gaps or act on it: they learn of nobody else.
        """
        members = Membership.objects.of_organisation(self.reader.organisation)
        if self.reader.role == Role.AUDITOR:
            gaps = gap_answers(self.reader, with_past=True)
            acting = GapPlan.objects.filter(answer__in=gaps.values("pk")).values("responsible")
            owning = gaps.values("owner_membership")
            members = members.filter(Q(pk__in=owning) | Q(pk__in=acting))
        return list(members.by_name())

    def keep_state(self, gaps: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep what is planned or accepted, or not, or overdue."""
        accepted = gaps.accepted(on=self.on).values("pk")
        if value in {"accepted", "overdue"}:
            is_accepted = value == "accepted"
            return gaps.accepted(on=self.on) if is_accepted else gaps.overdue(on=self.on)
        if value == "expired":
            return gaps.filter(gap_plan__expires_on__lt=self.on)
        left = gaps.exclude(pk__in=accepted)
        if value == "planned":
            return left.planned()
        return left.exclude(pk__in=gaps.planned().values("pk")) if value == "unplanned" else left

    def keep_severity(self, gaps: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep one severity; a gap without a plan is not rated."""
        if value == UNRATED:
            return gaps.filter(Q(gap_plan=None) | Q(gap_plan__severity=""))
        return gaps.filter(gap_plan__severity=value)

    def keep_owner(self, gaps: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep what somebody has, or is to act on: oneself, nobody, a person, a team."""
        if value == "me":
            acts = Q(gap_plan__responsible=self.reader)
            return gaps.filter(acts | Q(pk__in=gaps.owned_by(self.reader).values("pk")))
        if value == "none":
            return gaps.filter(owner_membership=None, owner_team=None)
        kind, _dash, pk = value.partition("-")
        if kind == "team":
            return gaps.filter(owner_team=int(pk))
        return gaps.filter(Q(owner_membership=int(pk)) | Q(gap_plan__responsible=int(pk)))

    def keep_text(self, gaps: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep gaps whose activity or action contains `value`."""
        text = folded(value)
        labelled = ActivityLabel.objects.filter(
            activity=OuterRef("activity"),
            label_set__language=self.language,
            folded__contains=text,
        )
        printed = Q(activity__folded__contains=text) | Exists(labelled)
        return gaps.filter(printed | Q(gap_plan__action__icontains=value))

    def _teams(self) -> list[tuple[str, str]]:
        teams = Team.objects.of_organisation(self.reader.organisation)
        if self.reader.role == Role.AUDITOR:
            teams = teams.filter(
                pk__in=gap_answers(self.reader, with_past=True).values("owner_team")
            )
        teams = teams.by_name()
        return [(f"team-{team.pk}", team.name) for team in teams]
