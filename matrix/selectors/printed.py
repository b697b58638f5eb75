"""One edition as printed, in the reader's language first, and what it asks of one party."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet

from matrix.models import (
    Activity,
    ActivityLabel,
    Assignment,
    Edition,
    LabelSet,
    Party,
    Section,
    SectionLabel,
)


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A text in the reader's language, with the printed one where they differ.

    `original` and `original_language` are "" when the reader's language is the printed one, or
    when nobody has attached a label.
    """

    text: str
    language: str
    original: str = ""
    original_language: str = ""


@dataclass(frozen=True, slots=True)
class PrintedParty:
    """A column of the matrix."""

    party_id: int
    name: str
    is_client: bool


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A heading. `depth` is 1 for a chapter; `parent_id` is None there."""

    section_id: int
    parent_id: int | None
    number: str
    depth: int
    title: PrintedText
    line: int = 0


@dataclass(frozen=True, slots=True)
class PrintedActivity:
    """A row. `letters` is by party id, in the order RACIS, "" for an empty cell."""

    activity_id: int
    position: int
    line: int
    section_id: int | None
    text: PrintedText
    note: str
    letters: dict[int, str]


@dataclass(frozen=True, slots=True)
class PrintedEdition:
    """A whole edition; sections, activities and parties in the order of the page.

    `label_language` is the language of the labels in use, "" when there are none, and
    `label_notice` says whose they are. `legend` is (letter, meaning).
    """

    edition_id: int
    language: str
    title: PrintedText
    sections: tuple[PrintedSection, ...]
    activities: tuple[PrintedActivity, ...]
    parties: tuple[PrintedParty, ...]
    legend: tuple[tuple[str, PrintedText], ...]
    label_language: str
    label_notice: str


@dataclass(frozen=True, slots=True)
class EditionLabels:
    """The attached labels of an edition in one language, by id. `language` "" is none."""

    language: str = ""
    notice: str = ""
    title: str = ""
    legend: dict[str, str] = field(default_factory=dict)
    sections: dict[int, str] = field(default_factory=dict)
    activities: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """What one activity asks of a party: "do", "verify", "receive", or "" for nothing."""

    activity_id: int
    section_id: int | None
    letters: str
    question: str


def question_of(letters: str) -> str:
    """Return what a set of letters asks of its holder (PRODUCT.md, "Words").

    R: "do". A without R: "verify". C, I or S alone: "receive". None: "".
    """
    if "R" in letters:
        return "do"
    if "A" in letters:
        return "verify"
    return "receive" if letters else ""


def scope_of(*, edition: Edition, party: Party) -> tuple[ScopeRow, ...]:
    """Return every activity of an edition in printed order, and what it asks. 2 queries."""
    held = dict(
        Assignment.objects.filter(party=party, activity__edition=edition).values_list(
            "activity_id", "letters"
        )
    )
    rows = Activity.objects.filter(edition=edition).in_printed_order()
    return tuple(
        ScopeRow(activity_id, section_id, letters, question_of(letters))
        for activity_id, section_id in rows.values_list("pk", "section_id")
        for letters in [held.get(activity_id, "")]
    )


def labels_of(
    edition: Edition, *, language: str, only: QuerySet[Activity] | None = None
) -> EditionLabels:
    """Return the labels attached in a language, of all activities or some. At most 3 queries.

    None are needed, and none returned, when the page itself is in that language.
    """
    label_set = label_set_of(edition, language=language)
    if label_set is None:
        return EditionLabels()
    kept = {} if only is None else {"activity__in": only.values("pk")}
    return replace(heading_labels(label_set), activities=activity_labels(label_set, **kept))


def label_set_of(edition: Edition, *, language: str) -> LabelSet | None:
    """Return whose labels a reader of `language` is shown, None for none. At most one query."""
    if is_same_language(edition.language, language):
        return None
    return LabelSet.objects.filter(edition=edition, language=language).first()


def heading_labels(label_set: LabelSet) -> EditionLabels:
    """Return all labels but those of activities. One query."""
    sections = SectionLabel.objects.filter(label_set=label_set)
    return EditionLabels(
        language=label_set.language,
        notice=label_set.notice,
        title=label_set.title,
        legend=dict(label_set.legend),
        sections=dict(sections.values_list("section_id", "title")),
    )


def activity_labels(label_set: LabelSet, **kept: object) -> dict[int, str]:
    """Return the labels of activities by id; of those that `kept` keeps. One query."""
    labels = ActivityLabel.objects.filter(label_set=label_set, **kept)
    return dict(labels.values_list("activity_id", "text"))


def printed_edition(
    edition: Edition, *, language: str, only: QuerySet[Activity] | None = None
) -> PrintedEdition:
    """Return an edition for a reader of `language`, whole or with some rows. At most 7 queries."""
    activities = Activity.objects.filter(edition=edition).in_printed_order()
    if only is not None:
        activities = activities.filter(pk__in=only.values("pk"))
    labels = labels_of(edition, language=language, only=only)
    return replace(frame_of(edition, labels), activities=written(activities, edition, labels))


def frame_of(edition: Edition, labels: EditionLabels) -> PrintedEdition:
    """Return an edition without its activities. Two queries."""
    writer = _Writer(edition.language, labels.language)
    return PrintedEdition(
        edition_id=edition.pk,
        language=edition.language,
        title=writer.text(edition.title, labels.title),
        sections=tuple(
            PrintedSection(
                section_id=section.pk,
                parent_id=section.parent_id,
                number=section.number,
                depth=section.depth,
                title=writer.text(section.title, labels.sections.get(section.pk, "")),
                line=section.line,
            )
            for section in Section.objects.filter(edition=edition).order_by("position")
        ),
        activities=(),
        parties=parties_of(edition),
        legend=tuple(
            (letter, writer.text(meaning, labels.legend.get(letter, "")))
            for letter, meaning in edition.legend
        ),
        label_language=labels.language,
        label_notice=labels.notice,
    )


def written(
    activities: QuerySet[Activity], edition: Edition, labels: EditionLabels
) -> tuple[PrintedActivity, ...]:
    """Return activities of an edition in the order they are asked in. Two queries."""
    writer = _Writer(edition.language, labels.language)
    letters = _letters_by_activity(activities)
    return tuple(
        PrintedActivity(
            activity_id=activity.pk,
            position=activity.position,
            line=activity.line,
            section_id=activity.section_id,
            text=writer.text(activity.text, labels.activities.get(activity.pk, "")),
            note=activity.note,
            letters=letters[activity.pk],
        )
        for activity in activities
    )


def parties_of(edition: Edition) -> tuple[PrintedParty, ...]:
    """Return the columns of an edition from left to right. One query."""
    rows = Party.objects.filter(edition=edition).order_by("position")
    return tuple(PrintedParty(*row) for row in rows.values_list("pk", "name", "is_client"))


def is_same_language(one: str, other: str) -> bool:
    """Tell whether two language codes name the same language, whatever the country."""
    return one.split("-")[0].lower() == other.split("-")[0].lower()


@dataclass(frozen=True, slots=True)
class _Writer:
    printed_language: str
    label_language: str

    def text(self, printed: str, label: str) -> PrintedText:
        if not label:
            return PrintedText(printed, self.printed_language)
        return PrintedText(label, self.label_language, printed, self.printed_language)


def _letters_by_activity(activities: QuerySet[Activity]) -> dict[int, dict[int, str]]:
    letters: dict[int, dict[int, str]] = defaultdict(dict)
    kept = activities.order_by().values("pk")
    held = Assignment.objects.filter(activity__in=kept).order_by("party__position")
    for activity_id, party_id, cell in held.values_list("activity_id", "party_id", "letters"):
        letters[activity_id][party_id] = cell
    return letters
