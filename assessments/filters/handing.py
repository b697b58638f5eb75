"""The filter of the list of hand-overs: it lives in the query string, for page and twin."""

import django_filters
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Team
from assessments.filters.asked import AskedFilter
from assessments.models import HandOverQuerySet, HandOverReason, HandOverState
from assessments.selectors.handing_list import listed_hand_overs


class HandOverFilter(AskedFilter):
    """Hand-overs by how far they are, who gives or takes, and why.

    Keys of the query string: `state` (a `HandOverState`), `who` (me, member-ID, team-ID; "me"
    includes one's teams) and `reason` (a `HandOverReason`). A value that is not a choice is an
    error and filters nothing. Two queries for the choices, besides `qs` itself.
    """

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="keep_state",
        choices=HandOverState.choices,
        empty_label=gettext_lazy("All"),
    )
    who = django_filters.ChoiceFilter(
        label=gettext_lazy("Person or team"), method="keep_who", empty_label=gettext_lazy("All")
    )
    reason = django_filters.ChoiceFilter(
        label=gettext_lazy("Because the person"),
        choices=HandOverReason.choices,
        empty_label=gettext_lazy("All"),
    )

    def __init__(self, data: QueryDict, *, reader: Membership) -> None:
        """Offer what the hand-overs of the reader's organisation can be narrowed to."""
        self.reader = reader
        super().__init__(data, listed_hand_overs(reader))
        people = Membership.objects.of_organisation(reader.organisation).by_name()
        teams = Team.objects.of_organisation(reader.organisation).by_name()
        self.filters["who"].extra["choices"] = [
            ("me", _("Me")),
            *((f"member-{member.pk}", str(member.user)) for member in people),
            *((f"team-{team.pk}", team.name) for team in teams),
        ]

    def keep_state(self, found: HandOverQuerySet, _name: str, value: str) -> HandOverQuerySet:
        """Keep those that are so far."""
        return found.in_state(value)

    def keep_who(self, found: HandOverQuerySet, _name: str, value: str) -> HandOverQuerySet:
        """Keep those from or to oneself, a person or a team."""
        if value == "me":
            mine = found.model.objects.offered_to(self.reader).values("pk")
            return found.filter(Q(from_membership=self.reader) | Q(pk__in=mine))
        kind, _dash, pk = value.partition("-")
        if kind == "team":
            return found.filter(to_team=int(pk))
        return found.filter(Q(from_membership=int(pk)) | Q(to_membership=int(pk)))
