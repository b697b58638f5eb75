"""Narrowing the rows of one edition, from the query string."""

from collections.abc import Iterable, Mapping, Sequence

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from database.folding import folded
from matrix.models import (
    LETTERS,
    Activity,
    ActivityLabel,
    ActivityQuerySet,
    Edition,
    Finding,
    Party,
)
from matrix.selectors import EditionPage, PlacedFinding, PrintedParty, SectionCount

NO_LETTER = "none"
_INDENT = "\u2003"


class ActivityFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Section (with those below it), text in both languages, duties, and each party's letters.

    The choices start empty and are narrowed to what the page contains.
    """

    text = django_filters.CharFilter(
        method="with_text",
        label=gettext_lazy("Text"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "200"}),
    )
    section = django_filters.ChoiceFilter(
        method="in_section",
        choices=[],
        label=gettext_lazy("Section"),
        empty_label=gettext_lazy("All"),
    )
    duties = django_filters.BooleanFilter(
        method="only_duties",
        label=gettext_lazy("Only duties"),
        widget=forms.CheckboxInput,
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    def __init__(
        self, data: Mapping[str, str], queryset: ActivityQuerySet, *, page: EditionPage
    ) -> None:
        """Offer what `page` contains; a party is named by its column, counted from 1."""
        super().__init__(data, queryset)
        self.page = page
        self.client = next(party for party in page.printed.parties if party.is_client)
        self.filters["section"].extra["choices"] = _section_choices(page.sections)
        for position, party in enumerate(page.printed.parties, start=1):
            self.filters[f"party{position}"] = self._of_party(party)
        self.filters["duties"] = self.filters.pop("duties")

    @property
    def is_narrowing(self) -> bool:
        """Tell whether any filter is in use."""
        self.form.full_clean()
        return any(self.form.cleaned_data.values())

    def with_text(self, rows: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
        """Keep rows whose text or label holds `value`, whatever its accents and case."""
        wanted = folded(value)
        labels = ActivityLabel.objects.filter(
            folded__contains=wanted, label_set__language=self.page.printed.label_language
        )
        return rows.filter(Q(folded__contains=wanted) | Q(pk__in=labels.values("activity")))

    def in_section(self, rows: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
        """Keep the rows of a section and of those below it."""
        return rows.filter(section__in=_with_below(self.page.sections, int(value)))

    def only_duties(self, rows: ActivityQuerySet, _name: str, value: bool) -> ActivityQuerySet:
        """Keep the rows on which the client holds R or A."""
        return rows.duties_of(Party(pk=self.client.party_id)) if value else rows

    def _of_party(self, party: PrintedParty) -> django_filters.ChoiceFilter:
        def held(rows: ActivityQuerySet, _name: str, value: str) -> ActivityQuerySet:
            column = Party(pk=party.party_id)
            if value == NO_LETTER:
                return rows.not_held_by(column)
            return rows.held_by(column, value)

        cells = [row.letters[party.party_id] for row in self.page.printed.activities]
        narrowed = django_filters.ChoiceFilter(
            method=held,
            choices=_letter_choices(cells),
            label=party.name,
            empty_label=_("All"),
        )
        narrowed.parent = self
        return narrowed


def narrowed_rows(
    data: Mapping[str, str], edition: Edition, page: EditionPage
) -> tuple[ActivityFilter, ActivityQuerySet]:
    """Return the filter of an edition and the rows it keeps."""
    narrowed = ActivityFilter(data, Activity.objects.filter(edition=edition), page=page)
    return narrowed, narrowed.qs


class FindingFilter(forms.Form):
    """Narrows findings, which are partly computed and so in no table of the database."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "maxlength": "200"}),
    )
    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Finding"), required=False)

    def __init__(self, data: Mapping[str, str], findings: Sequence[PlacedFinding]) -> None:
        """Offer the severities and kinds that occur."""
        super().__init__(data)
        self.findings = findings
        severities = {placed.found.severity for placed in findings}
        names = sorted({(placed.found.name, placed.found.code) for placed in findings})
        known = [(each.value, str(each.label)) for each in Finding.Severity]
        self._offer("severity", [choice for choice in known if choice[0] in severities])
        self._offer("code", [(code, name) for name, code in names])

    @property
    def is_narrowing(self) -> bool:
        """Tell whether any filter is in use."""
        return self.is_valid() and any(self.cleaned_data.values())

    def kept(self) -> tuple[PlacedFinding, ...]:
        """Return the findings that answer every filter; a value that is not offered is none."""
        self.full_clean()
        wanted = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return tuple(
            placed
            for placed in self.findings
            if placed.found.severity.startswith(wanted["severity"])
            and wanted["code"] in {"", placed.found.code}
            and folded(wanted["text"]) in folded(_words_of(placed))
        )

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        offered = [("", _("All")), *choices]
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, choices=offered, required=False
        )


def _words_of(placed: PlacedFinding) -> str:
    text = placed.activity.text if placed.activity else None
    words = [placed.found.name, placed.found.sentence]
    return " ".join([*words, text.text, text.original] if text else words)


def _section_choices(sections: Iterable[SectionCount]) -> list[tuple[str, str]]:
    return [
        (
            str(count.section.section_id),
            _INDENT * (count.section.depth - 1)
            + f"{count.section.number} {count.section.title.text}".strip(),
        )
        for count in sections
        if count.activities
    ]


def _letter_choices(cells: Iterable[str]) -> list[tuple[str, str]]:
    held = set(cells)
    names = {
        "R": _("Responsible"),
        "A": _("Accountable"),
        "C": _("Consulted"),
        "I": _("Informed"),
        "S": _("Support"),
    }
    choices = [
        (letter, f"{letter} · {names[letter]}")
        for letter in LETTERS
        if any(letter in cell for cell in held)
    ]
    return [*choices, (NO_LETTER, _("no letter"))] if "" in held else choices


def _with_below(sections: Iterable[SectionCount], section_id: int) -> set[int]:
    kept = {section_id}
    # In printed order a parent comes before what is below it.
    for count in sections:
        if count.section.parent_id in kept:
            kept.add(count.section.section_id)
    return kept
