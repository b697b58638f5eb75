"""What a person says of a tracker: its columns, its words of state, its rows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from assessments.models import Coverage
from assessments.readers.trackers import COVERAGES, Layout, Role
from assessments.selectors.adopting import AskedRow, ColumnsPage
from assessments.words.trackers import ROLES
from matrix.forms import RevisionForm


class ColumnsForm(RevisionForm):
    """Sheet, row of the names, the role of each column, what words of state and owners mean.

    `page` is how the tracker is read now: it has the columns and words that can be sent, the
    initial values are its own.
    """

    words_of = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, page: ColumnsPage) -> None:
        """Offer what the tracker has."""
        super().__init__(data)
        self._page = page
        headers = [(row.index, _header(row.number, row.text)) for row in page.headers]
        names = [(-1, _("There are no names")), *headers]
        if len(page.sheets) > 1:
            self._offer("sheet", _("Sheet"), enumerate(page.sheets), page.layout.sheet)
        self._offer("header", _("Row of the column names"), names, page.layout.header)
        self.fields["words_of"].initial = page.words_of
        roles = [("", pgettext("tracker column", "Leave out")), *_roles()]
        for column in page.columns:
            name = column.name or _("Column %(number)s") % {"number": column.index + 1}
            self._choose(f"column-{column.index}", name, roles, column.role)
        for index, word in enumerate(page.words):
            self._choose(f"word-{index}", word.text, _coverages(), word.coverage)
        nobody = ("", pgettext("owner", "Leave out"))
        people = [nobody, *((each.value, each.label) for each in page.people)]
        for index, owner in enumerate(page.owners):
            known = owner.person if owner.person in {value for value, _label in people} else ""
            self._choose(f"owner-{index}", owner.text, people, known)

    def clean(self) -> dict[str, Any]:
        """Ask for the activities, and for one column at most of each role."""
        cleaned = self.cleaned_data
        if self._is_same_table():
            self._check_roles([cleaned.get(f"column-{each.index}") for each in self._page.columns])
        return cleaned

    def wanted(self) -> Layout:
        """Return how the tracker is to be read. Rows chosen for other columns are forgotten."""
        cleaned = self.cleaned_data
        before = self._page.layout
        roles = {
            Role(role): column.index
            for column in self._page.columns
            if (role := cleaned.get(f"column-{column.index}"))
        }
        words = {word.key: cleaned[f"word-{index}"] for index, word in enumerate(self._page.words)}
        owners = {
            owner.key: cleaned[f"owner-{index}"] for index, owner in enumerate(self._page.owners)
        }
        return Layout(
            sheet=self._sheet(),
            header=cleaned["header"],
            columns=roles,
            words={**before.words, **words},
            rows=before.rows if roles == before.columns else {},
            owners={**before.owners, **owners},
        )

    @property
    def columns(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each column with its field."""
        return [(each, self[f"column-{each.index}"]) for each in self._page.columns]

    @property
    def words(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each word of state with its field."""
        return [(each, self[f"word-{index}"]) for index, each in enumerate(self._page.words)]

    @property
    def owners(self) -> list[tuple[Any, forms.BoundField]]:
        """Return each owner with its field."""
        return [(each, self[f"owner-{index}"]) for index, each in enumerate(self._page.owners)]

    def _sheet(self) -> int:
        sheet = self.cleaned_data.get("sheet")
        return sheet if isinstance(sheet, int) else self._page.layout.sheet

    def _is_same_table(self) -> bool:
        layout = self._page.layout
        return (self._sheet(), self.cleaned_data.get("header")) == (layout.sheet, layout.header)

    def _check_roles(self, roles: list[Any]) -> None:
        if Role.ACTIVITY.value not in roles:
            self.add_error(None, _("Say which column holds the activities."))
        elif not any(role not in {Role.ACTIVITY.value, Role.SECTION.value, ""} for role in roles):
            self.add_error(None, _("Say which column holds what is to be taken."))
        for role in Role:
            if roles.count(role.value) > 1:
                text = _("Two columns are named “%(role)s”: keep one.")
                self.add_error(None, text % {"role": ROLES[role]})

    def _offer(
        self, name: str, label: str, choices: Iterable[tuple[int, str]], initial: int
    ) -> None:
        self.fields[name] = forms.TypedChoiceField(
            label=label, choices=list(choices), initial=initial, coerce=int
        )

    def _choose(self, name: str, label: str, choices: list[tuple[str, str]], initial: str) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=initial, required=False
        )


class RowsForm(RevisionForm):
    """For each row that was asked: the activity it is, or none."""

    takes_first = forms.BooleanField(
        label=gettext_lazy("Take the first proposal for every row that is left open"),
        required=False,
    )

    def __init__(self, data: QueryDict | None, *, asked: Iterable[AskedRow]) -> None:
        """Offer to each row its candidates."""
        super().__init__(data)
        self._asked = tuple(asked)
        left_out = ("", pgettext("tracker row", "Leave this row out"))
        for row in self._asked:
            choices = [left_out, *((each.key, each.label) for each in row.offered)]
            self.fields[f"row-{row.line}"] = forms.ChoiceField(
                label=row.text, choices=choices, initial=row.chosen, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse one activity for two rows."""
        lines: dict[str, list[int]] = {}
        for line, key in self._sent().items():
            if key:
                lines.setdefault(key, []).append(line)
        for found in lines.values():
            if len(found) > 1:
                text = _("Lines %(lines)s are given the same activity: keep one of them.")
                self.add_error(None, text % {"lines": ", ".join(map(str, found))})
        return self.cleaned_data

    def chosen(self) -> dict[int, str]:
        """Return the key of an answer for each line that was asked, "" to leave it out.

        With `takes_first` a line that is left open takes its first proposal, unless another
        line has that one.
        """
        sent = self._sent()
        if not self.cleaned_data.get("takes_first"):
            return sent
        taken = {key for key in sent.values() if key}
        for row in self._asked:
            first = row.offered[0].key
            if not sent[row.line] and first not in taken and not row.is_twice:
                sent[row.line] = first
                taken.add(first)
        return sent

    @property
    def rows(self) -> list[tuple[AskedRow, forms.BoundField]]:
        """Return each row with its field."""
        return [(row, self[f"row-{row.line}"]) for row in self._asked]

    def _sent(self) -> dict[int, str]:
        cleaned = self.cleaned_data
        return {row.line: str(cleaned.get(f"row-{row.line}", "")) for row in self._asked}


def _roles() -> list[tuple[str, str]]:
    return [(role.value, str(label)) for role, label in ROLES.items()]


def _coverages() -> list[tuple[str, str]]:
    leave = ("", pgettext("word of state", "Leave as it is"))
    return [leave, *((each, str(Coverage(each).label)) for each in COVERAGES)]


def _header(number: int, text: str) -> str:
    return _("%(number)s: %(text)s") % {"number": number, "text": text[:80]}
