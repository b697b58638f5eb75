"""What an administrator says of the people of an organisation."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Language, Membership, MembershipQuerySet, Team, TeamQuerySet
from accounts.services import Offer


class RevisionForm(forms.Form):
    """The revision of a thing as one saw it."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RoleForm(RevisionForm):
    """The role of a member."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.RoleName.choices)


class TeamsForm(RevisionForm):
    """The teams a member is in."""

    def __init__(
        self, data: Any = None, *, teams: TeamQuerySet, initial: dict[str, Any] | None = None
    ) -> None:
        """Offer the teams of the organisation."""
        super().__init__(data, initial=initial, auto_id="teams_%s")
        self.fields["teams"] = forms.ModelMultipleChoiceField(
            label=_("Teams"),
            queryset=teams,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class WideningForm(forms.Form):
    """Whether contributors answer any row."""

    is_on = forms.BooleanField(
        label=_("Contributors answer and assign any row"),
        help_text=_("Otherwise only their own, those of their teams and the unassigned ones."),
        required=False,
    )


class FourEyesForm(forms.Form):
    """Whether somebody else accepts what a person answered."""

    is_on = forms.BooleanField(
        label=_("Four eyes: nobody accepts what they answered or submitted themselves"),
        help_text=_("Sign-offs and workbooks say whether this is on."),
        required=False,
    )


class MarkForm(forms.Form):
    """The mark printed on all that leaves."""

    mark = forms.CharField(
        label=_("Classification mark"),
        help_text=_("Printed on every page of workbooks, prints and packs; empty for none."),
        max_length=60,
        required=False,
    )


class SecondFactorRuleForm(forms.Form):
    """Whether members need a second factor."""

    is_on = forms.BooleanField(
        label=_("Every member needs a second factor"),
        help_text=_("Whoever has none is led to set one up, and sees nothing here before."),
        required=False,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        """Keep its ids apart from those of the form beside it."""
        super().__init__(data, initial=initial, auto_id="factor_%s")


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.RoleName.choices,
        initial=Membership.RoleName.CONTRIBUTOR,
    )
    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("No team")
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=Language.choices)

    def __init__(self, data: Any = None, *, teams: TeamQuerySet, language: str) -> None:
        """Offer the teams of the organisation; start from its language."""
        super().__init__(data, initial={"language": language})
        self.fields["team"] = forms.ModelChoiceField(
            label=_("Team"), queryset=teams, required=False, empty_label=_("No team")
        )

    def offer(self) -> Offer:
        """Return what a valid form offers."""
        cleaned = self.cleaned_data
        return Offer(
            email=cleaned["email"],
            role=cleaned["role"],
            language=cleaned["language"],
            team=cleaned["team"],
        )


class MembersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic when run
    """Members of an organisation, each by name and role."""

    def label_from_instance(self, obj: Any) -> str:
        """Return "Ada Lovelace · Manager"."""
        return f"{obj.user} · {obj.get_role_display()}"


class TeamForm(forms.Form):
    """The name of a team and who is in it, with the revision one saw of a team that is there."""

    name = forms.CharField(label=_("Name"), max_length=80, strip=True)
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        members: MembershipQuerySet,
        team: Team | None = None,
        chosen: Iterable[int] = (),
    ) -> None:
        """Offer `members`; start from a team that is there and those `chosen`."""
        revision = team.revision if team else 0
        initial = {"name": team.name if team else "", "revision": revision}
        super().__init__(data, initial=initial | {"members": list(chosen)})
        self.fields["members"] = MembersField(
            label=_("Members"),
            queryset=members.by_name(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
