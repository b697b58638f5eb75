"""Narrowing the people of an organisation, from the query string."""

from collections.abc import Iterable, Mapping

import django_filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.selectors.background import kind_of
from accounts.selectors.people import People, PersonLine
from database.folding import folded
from jobs.models import Job, JobQuerySet
from jobs.words import state_name


class PeopleFilter(forms.Form):
    """Name or address, role, team: only what occurs can be chosen.

    Names are compared whatever their accents and case, which SQLite cannot.
    """

    text = forms.CharField(
        label=gettext_lazy("Name or e-mail"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "200"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    team = forms.ChoiceField(label=gettext_lazy("Team"), required=False)

    def __init__(self, data: Mapping[str, str], people: People) -> None:
        """Offer the roles that people have, and the teams."""
        super().__init__(data, auto_id="filter_%s")  # beside the form that invites
        held = {person.role for person in people.members}
        roles = [choice for choice in Membership.RoleName.choices if choice[0] in held]
        self._offer("role", [(code, str(name)) for code, name in roles])
        self._offer("team", [(str(team.pk), team.name) for team in people.teams])

    @property
    def is_narrowing(self) -> bool:
        """Tell whether any filter is in use."""
        self.full_clean()
        return any(self.cleaned_data.values())

    def kept(self, people: Iterable[PersonLine]) -> list[PersonLine]:
        """Return the people who answer every filter; a value that is not offered is none."""
        self.full_clean()
        text, role, team = (self.cleaned_data.get(name, "") for name in ("text", "role", "team"))
        wanted = folded(text)
        return [
            person
            for person in people
            if (wanted in folded(person.name) or wanted in person.email)
            and role in {"", person.role}
            and team in {"", *(str(each.team_id) for each in person.teams)}
        ]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offered = [("", _("All")), *choices]
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, choices=offered, required=False
        )


class WorkFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Background work by `kind` and `state`. A value that is not a choice filters nothing.

    Every state is offered, whatever occurs: what was narrowed to what runs stays so when it ends.
    """

    kind = django_filters.ChoiceFilter(label=gettext_lazy("Work"), empty_label=gettext_lazy("All"))
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), empty_label=gettext_lazy("All")
    )

    def __init__(self, data: Mapping[str, str], *, queryset: JobQuerySet) -> None:
        """Offer the kinds this release knows, by their names, and the states."""
        super().__init__(data, queryset=queryset)
        kinds = ((kind, str(kind_of(kind).name)) for kind in settings.JOB_KINDS)
        states = [(state, state_name(state)) for state in Job.State.values]
        self.filters["kind"].extra["choices"] = sorted(kinds, key=lambda each: each[1])
        self.filters["state"].extra["choices"] = states

    @property
    def is_narrowing(self) -> bool:
        """Tell whether any filter is in use."""
        return bool(self._chosen())

    @property
    def offered(self) -> forms.Form:
        """Return the form to show, with what is in use: what is no choice is not kept in it."""
        shown: forms.Form = type(self.form)(self._chosen())
        return shown

    def _chosen(self) -> dict[str, str]:
        self.form.is_valid()
        return {key: value for key, value in self.form.cleaned_data.items() if value}
