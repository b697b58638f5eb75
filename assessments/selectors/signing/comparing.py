"""Two sign-offs side by side: what changed between them, what is new, what is gone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Membership
from assessments.models import CONFIRMED, Assessment, SignOff
from assessments.selectors.reviewing import Since, confirmed_text
from assessments.selectors.signing.reading import Names, Row, names_of
from assessments.words.fields import field_name


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that both sign-offs have, and what it says otherwise in the later one."""

    number: str
    activity: str
    coverage: str
    changes: tuple[Since, ...]


@dataclass(frozen=True, slots=True)
class LoneRow:
    """A row that only one of two sign-offs has."""

    number: str
    activity: str
    coverage: str


@dataclass(frozen=True, slots=True)
class SignedComparison:
    """What became of the rows between two sign-offs, in printed order."""

    old: SignOff
    new: SignOff
    changed: tuple[ChangedRow, ...]
    added: tuple[LoneRow, ...]
    gone: tuple[LoneRow, ...]
    unchanged: int

    @property
    def counters(self) -> tuple[tuple[str, int, int], ...]:
        """Return the code of each counter of duties with its number then and now."""
        names = ("duties", "covered", "partial", "gap", "not_applicable", "unanswered")
        return tuple(
            (name, getattr(self.old.counts, name), getattr(self.new.counts, name))
            for name in names
        )


def comparable_with(sign_off: SignOff, *, reader: Membership) -> tuple[SignOff, ...]:
    """Return the earlier sign-offs of its assessment and of the periods before it, latest first.

    Those that the reader may see, without their rows. One query for each period back, and one.
    """
    family: set[int | None] = set()
    pk: int | None = sign_off.assessment_id
    while pk is not None:
        family.add(pk)
        pk = Assessment.objects.values_list("copied_from", flat=True).get(pk=pk)
    visible = SignOff.objects.visible_to(reader.user).filter(assessment__in=family)
    earlier = visible.filter(signed_at__lte=sign_off.signed_at)
    return tuple(earlier.exclude(pk=sign_off.pk).light().latest_first())


def compare_sign_offs(old: SignOff, new: SignOff) -> SignedComparison:
    """Return what differs. Rows are the same by key, else by the activity they answer.

    Two queries: names are those of now.
    """
    before, after = old.snapshot["rows"], new.snapshot["rows"]
    names = names_of([*before, *after], organisation_id=new.organisation_id)
    pairs = list(paired(before, after))
    both = [(one, other) for one, other in pairs if one and other]
    changed = [(row, tuple(_changes(was, row, names))) for was, row in both]
    return SignedComparison(
        old,
        new,
        changed=tuple(
            ChangedRow(row["number"], row["activity"], row["coverage"], changes)
            for row, changes in changed
            if changes
        ),
        added=tuple(_lone(row) for was, row in pairs if row and not was),
        gone=tuple(_lone(was) for was, row in pairs if was and not row),
        unchanged=sum(1 for _row, changes in changed if not changes),
    )


def paired(before: Sequence[Row], after: Sequence[Row]) -> Iterator[tuple[Row | None, Row | None]]:
    """Yield each row of `after` with what it was before, then those that are gone.

    Rows are the same by "key", else by "activity_id" where one row alone answers it.
    """
    left = {row["key"]: row for row in before}
    by_activity = _once(before)
    for row in after:
        was = left.get(row["key"]) or by_activity.get(row["activity_id"])
        if was is not None:
            left.pop(was["key"], None)
        yield was, row
    yield from ((was, None) for was in left.values())


def _once(rows: Sequence[Row]) -> Mapping[int, Row]:
    numbers = Counter(row["activity_id"] for row in rows)
    return {row["activity_id"]: row for row in rows if numbers[row["activity_id"]] == 1}


def _changes(was: Row, row: Row, names: Names) -> Iterator[Since]:
    for name in (*CONFIRMED, "due_on"):
        if was[name] != row[name]:
            kind = "until" if name == "due_on" else name
            then, now = confirmed_text(kind, was[name]), confirmed_text(kind, row[name])
            yield Since(field_name(name), then, now)
    owners = names.owner(was), names.owner(row)
    if owners[0] != owners[1]:
        yield Since(field_name("owner"), owners[0] or "–", owners[1] or "–")


def _lone(row: Row) -> LoneRow:
    return LoneRow(row["number"], row["activity"], row["coverage"])
