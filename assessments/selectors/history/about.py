"""Which events are about what, and which of them a reader may see."""

from typing import Any, Final

from django.db.models import CharField, Expression, Func, Q, QuerySet
from django.db.models.functions import Cast

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, Assessment, Export, Upgrade
from audit.models import Event, EventQuerySet, chain_of

# What an event of an answer can say besides its internal note and its revision.
_TOLD: Final = (
    "coverage",
    "reason",
    "until",
    "note",
    "owner_membership_id",
    "owner_team_id",
    "due_on",
    "is_to_recheck",
    "review",
    "review_reason",
    "activity_id",
    "question",
    "is_switched_off",
    "archived_by_id",
    "changed_at",
    "changed_by_id",
)
# What members say to each other: who reads no internal note does not learn that they do.
_TALK: Final = ("comment-added", "comment-deleted")
_OF_OPTIONS: Final = ("option-grouped", "option-ungrouped")


class _AsWritten(Func):
    """A UUID as the 36 characters an event names it by. SQLite keeps its 32 digits."""

    template = "CAST(%(expressions)s AS text)"
    output_field = CharField()
    _PLACES: Final = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """Put the dashes in."""
        column, params = compiler.compile(self.source_expressions[0])
        parts = [f"substr({column}, {start}, {length})" for start, length in self._PLACES]
        return " || '-' || ".join(parts), tuple(params) * len(parts)


def log_events(*, reader: Membership) -> EventQuerySet:
    """Return every event of the reader's organisation that they may see."""
    return _seen_by(reader, Event.objects.of_chain(chain_of(reader.organisation_id)))


def assessment_events(assessment: Assessment, *, reader: Membership) -> EventQuerySet:
    """Return what happened to an assessment: itself, its rows, workbooks, options and moves."""
    return log_events(reader=reader).filter(of_assessment(assessment))


def row_events(key: str, *, reader: Membership) -> EventQuerySet:
    """Return what happened to one answer, by key."""
    return log_events(reader=reader).about("answer", key)


def of_assessment(assessment: Assessment) -> Q:
    """Return what tells the events of an assessment from others of its organisation."""
    rows = row_keys(assessment)
    exports = _keys(Export.objects.filter(assessment=assessment))
    of_options = Q(object_kind="edition", verb__in=_OF_OPTIONS)
    return (
        Q(object_kind="assessment", object_id=str(assessment.pk))
        | Q(object_kind="answer", object_id__in=rows)
        | Q(object_kind="export", object_id__in=exports)
        | of_options & Q(object_id=str(assessment.edition_id))
        | of_options & Q(object_id__in=_left(assessment))
    )


def row_keys(assessment: Assessment) -> QuerySet[Any]:
    """Return the keys of all rows an assessment ever had, as events write them."""
    return _keys(Answer.objects.filter(assessment=assessment))


def _keys(things: QuerySet[Any]) -> QuerySet[Any]:
    key: Expression = _AsWritten("key")
    return things.values_list(key, flat=True)


def _left(assessment: Assessment) -> QuerySet[Any]:
    moves = Upgrade.objects.filter(assessment=assessment)
    return moves.values_list(Cast("from_edition_id", CharField()), flat=True)


def _seen_by(reader: Membership, events: EventQuerySet) -> EventQuerySet:
    """Leave out what a reader without internal notes must not even know of.

    An event that tells something else as well stays, and is shown without the note.
    """
    if reader.may(Action.READ_INTERNAL_NOTES):
        return events
    only_internal = Q(new__has_key="internal_note") & ~Q(new__has_any_keys=list(_TOLD))
    return events.exclude(Q(object_kind="answer") & (only_internal | Q(verb__in=_TALK)))
