"""The filter of a duty list: it lives in the query string, for page, twin and workbook alike."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from assessments.models import Answer, AnswerQuerySet, Assessment, Coverage, Question
from assessments.selectors.owners import Owners, owners_of
from assessments.selectors.upgrading.history import new_in_edition
from database.folding import folded
from matrix.models import ActivityLabel
from matrix.selectors import PrintedEdition, PrintedSection

ROWS = (
    ("duties", gettext_lazy("Duties")),
    ("messages", gettext_lazy("Consulted or informed")),
    ("all", gettext_lazy("Duties, consulted and informed")),
)


class DutyFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Answers of one assessment by coverage, section, owner, lateness, text and kind of row.

    Keys of the query string: `coverage` (may be repeated), `section` (id; with what is beneath
    it), `owner` (me, none, member-ID, team-ID; "me" includes one's teams), `late`, `recheck`
    (carried to another edition, to be looked at) and `new` (opened by the last move; each true
    or false),
    `q` (text in the reader's language or as printed, accents and case aside), `rows` (duties,
    messages, all; duties when absent). A value that is not a choice is an error and filters
    nothing. Two queries for the owners, besides `qs` itself.
    """

    coverage = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Coverage"), choices=Coverage.choices
    )
    section = django_filters.ChoiceFilter(
        label=gettext_lazy("Section"), method="keep_section", empty_label=gettext_lazy("All")
    )
    owner = django_filters.ChoiceFilter(
        label=gettext_lazy("Owner"), method="keep_owner", empty_label=gettext_lazy("All")
    )
    late = django_filters.BooleanFilter(
        label=gettext_lazy("Late"),
        method="keep_late",
        widget=django_filters.widgets.BooleanWidget(),
    )
    recheck = django_filters.BooleanFilter(
        label=gettext_lazy("To recheck"),
        field_name="is_to_recheck",
        widget=django_filters.widgets.BooleanWidget(),
    )
    new = django_filters.BooleanFilter(
        label=gettext_lazy("New in this edition"),
        method="keep_new",
        widget=django_filters.widgets.BooleanWidget(),
    )
    q = django_filters.CharFilter(
        label=gettext_lazy("Text"), method="keep_text", max_length=200, strip=True
    )
    rows = django_filters.ChoiceFilter(
        label=gettext_lazy("Rows"), method="keep_rows", choices=ROWS, empty_label=None
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        assessment: Assessment,
        printed: PrintedEdition,
        reader: Membership | None,
        on: date,
    ) -> None:
        """Narrow the choices to what this assessment can contain; `on` is today.

        Without `reader`, nobody's rows are "mine".
        """
        self.assessment, self.printed, self.reader, self.on = assessment, printed, reader, on
        super().__init__(data, Answer.objects.of_assessment(assessment))
        self.filters["section"].extra["choices"] = [
            (str(section.section_id), f"{section.number} {section.title.text}".strip())
            for section in printed.sections
        ]
        self.filters["owner"].extra["choices"] = [
            *([("me", _("Mine"))] if reader else []),
            ("none", _("Nobody")),
            *((owner.value, owner.name) for owner in (*self.owners.current, *self.owners.former)),
        ]

    @cached_property
    def owners(self) -> Owners:
        """Return who can have a row here."""
        return owners_of(self.assessment, reader=self.reader)

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """Return the valid values by key, as text, in a fixed order; the default is not one."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        values = {
            "coverage": [code for code in Coverage.values if code in cleaned.get("coverage", ())],
            "section": [cleaned.get("section") or ""],
            "owner": [cleaned.get("owner") or ""],
            **{name: [_yes_or_no(cleaned.get(name))] for name in ("late", "recheck", "new")},
            "q": [cleaned.get("q") or ""],
            "rows": [_unless_default(cleaned.get("rows") or "")],
        }
        kept = {key: [each for each in texts if each] for key, texts in values.items()}
        return {key: texts for key, texts in kept.items() if texts}

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything but every duty is asked for."""
        return bool(self.chosen)

    @property
    def kept_query(self) -> str:
        """Return the canonical query string of the filters, without "?"; "" for none."""
        return urlencode(self.chosen, doseq=True)

    @property
    def query(self) -> str:
        """Return the query string of the page, without "?"; "" when nothing is filtered."""
        return self.kept_query

    @property
    def words(self) -> str:
        """Return what is kept, for a person: "Gap, section 3.1.1"; "" for all duties."""
        return ", ".join(
            word for key, texts in self.chosen.items() for word in self._words(key, texts)
        )

    def filter_queryset(self, queryset: AnswerQuerySet) -> AnswerQuerySet:
        """Apply every filter; without a choice of rows only duties are kept."""
        kept: AnswerQuerySet = super().filter_queryset(queryset)
        return kept if self.form.cleaned_data.get("rows") else kept.duties()

    def keep_section(self, rows: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep a section and everything beneath it."""
        return rows.filter(activity__section__in=section_family(self.printed.sections, int(value)))

    def keep_owner(self, rows: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep what somebody has: oneself with one's teams, nobody, a person, a team."""
        if value == "me" and self.reader:
            return rows.owned_by(self.reader)
        if value == "none":
            return rows.filter(owner_membership=None, owner_team=None)
        kind, _dash, pk = value.partition("-")
        return rows.filter(**{"owner_membership" if kind == "member" else "owner_team": int(pk)})

    def keep_late(self, rows: AnswerQuerySet, _name: str, value: bool) -> AnswerQuerySet:
        """Keep what is overdue, or all but that."""
        late = Answer.objects.of_assessment(self.assessment).overdue(on=self.on).values("pk")
        return rows.filter(pk__in=late) if value else rows.exclude(pk__in=late)

    def keep_new(self, rows: AnswerQuerySet, _name: str, value: bool) -> AnswerQuerySet:
        """Keep what the last move to another edition has opened, or all but that."""
        opened = new_in_edition(Answer.objects.of_assessment(self.assessment), self.assessment)
        chosen = opened.values("pk")
        return rows.filter(pk__in=chosen) if value else rows.exclude(pk__in=chosen)

    def keep_text(self, rows: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep the activities whose text contains `value`, in either language."""
        text = folded(value)
        labelled = ActivityLabel.objects.filter(
            activity=OuterRef("activity"),
            label_set__language=self.printed.label_language,
            folded__contains=text,
        )
        return rows.filter(Q(activity__folded__contains=text) | Exists(labelled))

    def keep_rows(self, rows: AnswerQuerySet, _name: str, value: str) -> AnswerQuerySet:
        """Keep duties, the rows on which the client is consulted or informed, or both."""
        if value == "duties":
            return rows.duties()
        return rows.filter(question=Question.RECEIVE) if value == "messages" else rows

    def _words(self, key: str, texts: list[str]) -> list[str]:
        if key == "q":
            return [_("“%(text)s”") % {"text": text} for text in texts]
        if texts in (["true"], ["false"]):
            return [_switch_words(key, is_on=texts == ["true"])]
        if key == "section":
            return [_("section %(section)s") % {"section": self._section_name(int(texts[0]))}]
        labels = dict(self.form.fields[key].choices)
        return [str(labels[text]) for text in texts]

    def _section_name(self, section_id: int) -> str:
        found = next(each for each in self.printed.sections if each.section_id == section_id)
        return found.number or found.title.text


def _yes_or_no(value: bool | None) -> str:
    return "" if value is None else str(value).lower()


def _switch_words(key: str, *, is_on: bool) -> str:
    words = {
        "late": (_("late"), _("not late")),
        "recheck": (_("to recheck"), _("not to recheck")),
        "new": (_("new in this edition"), _("not new in this edition")),
    }
    return words[key][0 if is_on else 1]


def _unless_default(rows: str) -> str:
    return "" if rows == "duties" else rows


def section_family(sections: Iterable[PrintedSection], section_id: int) -> set[int]:
    """Return a section and everything beneath it, by id."""
    family = {section_id}
    for section in sections:  # in printed order a parent stands before its children
        if section.parent_id in family:
            family.add(section.section_id)
    return family
