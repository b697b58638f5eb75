"""Two editions side by side, in the reader's language, whatever matrix each belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from matrix.comparing import (
    Bucket,
    ComparedRow,
    Match,
    WordChange,
    compare,
    word_changes,
)
from matrix.models import Edition
from matrix.selectors.printed import (
    PrintedActivity,
    PrintedEdition,
    PrintedSection,
    PrintedText,
    is_same_language,
    printed_edition,
)


class Change(models.TextChoices):
    """The six buckets a reader sees, worst first (PRODUCT.md, "Screens")."""

    YOURS = "yours", _("Became yours")
    NEW = "new", _("New")
    REWORDED = "reworded", _("Reworded")
    ROLE = "role", _("Role changed")
    GONE = "gone", _("Removed, or no longer yours")
    SAME = "same", _("Unchanged")


_CHANGES = {
    Bucket.ADDED: Change.NEW,
    Bucket.PROPOSED: Change.REWORDED,
    Bucket.REWORDED: Change.REWORDED,
    Bucket.ROLE_CHANGED: Change.ROLE,
    Bucket.PROVIDER_ROLE_CHANGED: Change.ROLE,
    Bucket.REMOVED: Change.GONE,
    Bucket.MOVED: Change.SAME,
    Bucket.UNCHANGED: Change.SAME,
}


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """An activity as one edition prints it; `others` are (party, letters) by column."""

    line: int
    number: str
    section: PrintedText
    text: PrintedText
    client_party: str
    client: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ComparedActivity:
    """An activity of either edition; a side is None where it does not stand in that one.

    `words` say how the printed text changed, in the printed language; () where it did not.
    """

    change: Change
    match: Match
    old: ComparedSide | None
    new: ComparedSide | None
    words: tuple[WordChange, ...]

    @property
    def shown(self) -> ComparedSide | None:
        """Return the side that is read first: the new one where there is one."""
        return self.new or self.old

    @property
    def has_moved(self) -> bool:
        """Tell whether it stands in both editions, in sections of other titles."""
        old, new = self.match.old, self.match.new
        return bool(old and new and old.section != new.section)

    @property
    def has_new_client(self) -> bool:
        """Tell whether it stands in both editions, with other letters of the client."""
        return bool(self.old and self.new and self.old.client != self.new.client)

    @property
    def has_new_others(self) -> bool:
        """Tell whether only the letters of the other parties changed."""
        return self.match.bucket is Bucket.PROVIDER_ROLE_CHANGED


@dataclass(frozen=True, slots=True)
class EditionComparison:
    """Two editions and what became of each activity of either.

    `changes` have all six buckets, worst first, each in the order of the new edition.
    `language` is the one the wordings were compared in, the new edition's where they are printed.
    `ready` counts the duties of the new edition that take over an answer without asking, of
    `duties` in all; `appeared` are duties that were none, `vanished` those that are none now.
    """

    old: Edition
    new: Edition
    language: str
    changes: dict[Change, tuple[ComparedActivity, ...]]
    activities: int
    unchanged: int
    duties: int
    ready: int
    appeared: int
    vanished: int

    @property
    def is_of_one_language(self) -> bool:
        """Tell whether both were printed in one language: otherwise few wordings can agree."""
        return is_same_language(self.old.language, self.new.language)

    @property
    def is_of_one_matrix(self) -> bool:
        """Tell whether these are two editions of one matrix."""
        return self.old.matrix_id == self.new.matrix_id

    @property
    def listed(self) -> tuple[tuple[Change, tuple[ComparedActivity, ...]], ...]:
        """Return the buckets that have rows, but for the unchanged ones."""
        return tuple(
            (change, rows)
            for change, rows in self.changes.items()
            if rows and change is not Change.SAME
        )

    @property
    def same(self) -> tuple[ComparedActivity, ...]:
        """Return the rows that are as they were, wherever they stand now."""
        return self.changes[Change.SAME]

    @property
    def rows(self) -> tuple[ComparedActivity, ...]:
        """Return all rows, worst first."""
        return tuple(row for rows in self.changes.values() for row in rows)


def compare_editions(old: Edition, new: Edition, *, language: str) -> EditionComparison:
    """Compare two editions for a reader of `language`. At most 14 queries.

    The wordings compared are the printed ones; where those are of two languages, the attached
    labels of the reader's own, so far as both editions have them. Each edition is seen by its
    own client party. Both come with their matrix and provider.
    """
    sides = [_Side(printed_edition(edition, language=language)) for edition in (old, new)]
    is_printed = is_same_language(old.language, new.language) or any(
        not is_same_language(side.printed.title.language, language) for side in sides
    )
    comparison = compare(*(tuple(side.rows(is_printed=is_printed)) for side in sides))
    changes: dict[Change, list[ComparedActivity]] = {change: [] for change in Change}
    for match in comparison.matches:
        row = _activity(match, *sides)
        changes[row.change].append(row)
    duties = [match for match in comparison.matches if match.new and match.new.is_duty]
    before = [match for match in comparison.matches if match.old and match.old.is_duty]
    return EditionComparison(
        old=old,
        new=new,
        language=new.language if is_printed else language,
        changes={change: tuple(rows) for change, rows in changes.items()},
        activities=len(sides[1].activities),
        unchanged=len(changes[Change.SAME]),
        duties=len(duties),
        ready=sum(match.is_carried for match in duties),
        appeared=sum(match.old is None or match.becomes_yours for match in duties),
        vanished=sum(match.new is None or match.no_longer_yours for match in before),
    )


def _activity(match: Match, old: "_Side", new: "_Side") -> ComparedActivity:
    words: tuple[WordChange, ...] = ()
    if match.old and match.new and match.bucket in {Bucket.REWORDED, Bucket.PROPOSED}:
        words = word_changes(match.old.text, match.new.text)
    return ComparedActivity(
        change=_change_of(match),
        match=match,
        old=old.seen(match.old) if match.old else None,
        new=new.seen(match.new) if match.new else None,
        words=words,
    )


def _change_of(match: Match) -> Change:
    if match.becomes_yours:
        return Change.YOURS
    return Change.GONE if match.no_longer_yours else _CHANGES[match.bucket]


class _Side:
    """One edition: its rows for the comparison, and each as the reader sees it."""

    def __init__(self, printed: PrintedEdition) -> None:
        self.printed = printed
        self.client = next(party for party in printed.parties if party.is_client)
        self.sections = {section.section_id: section for section in printed.sections}
        self.activities = {row.activity_id: row for row in printed.activities}

    def rows(self, *, is_printed: bool) -> Iterator[ComparedRow]:
        """Yield the rows in printed order, in the printed words or in the reader's."""
        for row in self.printed.activities:
            section = self.sections.get(row.section_id or 0)
            path = [_words(title, is_printed=is_printed) for title in self._titles(section)]
            yield ComparedRow(
                key=row.activity_id,
                line=row.line,
                section=tuple(reversed(path)),
                number=section.number if section else "",
                text=_words(row.text, is_printed=is_printed),
                client=row.letters[self.client.party_id],
                others=self._others(row),
            )

    def seen(self, row: ComparedRow) -> ComparedSide:
        """Return a row as the reader sees it."""
        activity = self.activities[row.key]
        section = self.sections.get(activity.section_id or 0)
        return ComparedSide(
            line=row.line,
            number=row.number,
            section=section.title if section else PrintedText("", self.printed.language),
            text=activity.text,
            client_party=self.client.name,
            client=row.client,
            others=row.others,
        )

    def _titles(self, section: PrintedSection | None) -> Iterator[PrintedText]:
        while section is not None:
            yield section.title
            section = self.sections.get(section.parent_id or 0)

    def _others(self, row: PrintedActivity) -> tuple[tuple[str, str], ...]:
        return tuple(
            (party.name, row.letters[party.party_id])
            for party in self.printed.parties
            if party is not self.client
        )


def _words(text: PrintedText, *, is_printed: bool) -> str:
    return (text.original if is_printed else "") or text.text
