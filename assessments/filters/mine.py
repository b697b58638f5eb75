"""The filter of a member's own duties."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.selectors.mine import MyDuties, MyRow
from database.folding import folded

ALONE = "me"


class MyDutiesFilter(forms.Form):
    """Rows of one member by assessment, owner and text; they are read already.

    Keys of the query string: `assessment` (id), `owner` ("me" for what one has in person,
    team-ID for a team one is in), `q` (text in the reader's language or as printed, accents and
    case aside). A value that is not a choice is an error and filters nothing.
    """

    assessment = forms.ChoiceField(label=gettext_lazy("Assessment"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: Mapping[str, str], mine: MyDuties) -> None:
        """Offer the assessments in which the member has rows, and the teams they are in."""
        super().__init__(data)
        self.mine = mine
        self.names: dict[tuple[str, str], str] = {}
        assessments = {str(row.assessment.pk): str(row.assessment) for row in mine.rows}
        in_order = sorted(assessments.items(), key=lambda each: (each[1], int(each[0])))
        teams = [(team.value, team.name) for team in mine.teams]
        self._offer("assessment", in_order)
        self._offer("owner", [(ALONE, _("Me, without my teams")), *teams])

    @cached_property
    def chosen(self) -> dict[str, str]:
        """Return the valid values by key, in a fixed order."""
        self.full_clean()
        return {key: text for key in self.fields if (text := self.cleaned_data.get(key, ""))}

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but every row is asked for."""
        return bool(self.chosen)

    @property
    def query(self) -> str:
        """Return the canonical query string, without "?"; "" when nothing is filtered."""
        return urlencode(self.chosen)

    @property
    def words(self) -> str:
        """Return what is kept, for a person: "Public Cloud · Production, “backup”"."""
        said = [self._word(key, text) for key, text in self.chosen.items()]
        return ", ".join(said)

    @property
    def offered(self) -> "MyDutiesFilter":
        """Return the form to show: what was left out is said once, and not kept in a field."""
        return MyDutiesFilter(self.chosen, self.mine)

    @cached_property
    def kept(self) -> tuple[MyRow, ...]:
        """Return the rows that answer every filter, in their order."""
        return tuple(row for row in self.mine.rows if self._keeps(row))

    def _keeps(self, row: MyRow) -> bool:
        wanted, owner = self.chosen, row.owner.value if row.owner else ""
        texts = (row.activity.text, row.activity.original)
        return (
            wanted.get("assessment", "") in {"", str(row.assessment.pk)}
            and wanted.get("owner", "") in {"", ALONE if row.is_mine_alone else owner}
            and ("q" not in wanted or any(folded(wanted["q"]) in folded(text) for text in texts))
        )

    def _word(self, key: str, text: str) -> str:
        if key == "q":
            return _("“%(text)s”") % {"text": text}
        return self.names[key, text]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.names |= {(name, value): said for value, said in choices}
        offered = [("", _("All")), *choices]
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)
