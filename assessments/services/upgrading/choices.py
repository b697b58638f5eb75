"""Options from one edition to the next: a choice goes with its option's slug."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from accounts.models import Membership
from assessments.models import Answer, Assessment, OptionChoice
from assessments.services.options import SWITCHED_OFF, SWITCHED_ON, assign_switches
from audit.services import Happening
from matrix.models import Edition, Option

_KEPT: Final = ("option_id", "is_bought", "reason")


def carry_choices(*, assessment: Assessment, edition: Edition) -> list[dict[str, Any]]:
    """Point the choices of an assessment to the options of `edition` with the same slugs.

    Those without one are deleted, and returned with their values. At most 4 queries. The
    assessment stands on `edition` already.
    """
    choices = list(OptionChoice.objects.filter(assessment=assessment).select_related("option"))
    if not choices:
        return []
    options = _options(assessment, edition)
    carried, dropped = [], []
    for choice in choices:
        option = _nearest(options.get(choice.option.slug, ()), choice.option)
        if option is None:
            dropped.append(choice)
        else:
            choice.option = option
            carried.append(choice)
    OptionChoice.objects.bulk_update(carried, ["option"])
    OptionChoice.objects.filter(pk__in=[choice.pk for choice in dropped]).delete()
    return [_values(choice) for choice in dropped]


def restore_choices(*, assessment: Assessment, dropped: Sequence[Mapping[str, Any]]) -> None:
    """Make again the choices that a move had dropped, where their option is still there."""
    if not dropped:
        return
    there = Option.objects.filter(edition_id=assessment.edition_id)
    options = set(there.values_list("pk", flat=True))
    people = Membership.objects.filter(organisation_id=assessment.organisation_id)
    members = set(people.values_list("pk", flat=True))
    made = [
        OptionChoice(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            decided_at=datetime.fromisoformat(values["decided_at"]),
            decided_by_id=values["decided_by_id"] if values["decided_by_id"] in members else None,
            **{name: values[name] for name in _KEPT},
        )
        for values in dropped
        if values["option_id"] in options
    ]
    OptionChoice.objects.bulk_create(made)


def switch_rows(*, assessment: Assessment) -> list[Happening]:
    """Switch the rows of an assessment as its choices say, and return the events of it."""
    return [_happening(row) for row in assign_switches(assessment=assessment)]


def _options(assessment: Assessment, edition: Edition) -> dict[str, list[Option]]:
    known = Option.objects.filter(edition=edition).known_to(assessment.organisation)
    found: dict[str, list[Option]] = {}
    for option in known.order_by("pk"):
        found.setdefault(option.slug, []).append(option)
    return found


def _nearest(options: Sequence[Option], old: Option) -> Option | None:
    # Of two with one slug the one that came from where the old one did.
    own = [option for option in options if option.organisation_id == old.organisation_id]
    return next(iter([*own, *options]), None)


def _happening(row: Answer) -> Happening:
    is_off = row.is_switched_off
    return Happening(
        SWITCHED_ON if is_off else SWITCHED_OFF,
        "answer",
        str(row.key),
        old={"is_switched_off": is_off, "revision": row.revision},
        new={"is_switched_off": not is_off, "revision": row.revision + 1},
    )


def _values(choice: OptionChoice) -> dict[str, Any]:
    return {
        "option_id": choice.option_id,
        "slug": choice.option.slug,
        "is_bought": choice.is_bought,
        "reason": choice.reason,
        "decided_at": choice.decided_at.isoformat(),
        "decided_by_id": choice.decided_by_id,
    }
