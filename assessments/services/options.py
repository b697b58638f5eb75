"""Saying whether an option is bought, which switches rows of an assessment on and off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Q

from accounts.models import Membership
from assessments.models import Answer, Assessment, OptionChoice
from assessments.services.answering import AssessmentClosed
from assessments.services.counting import count_day
from audit.services import Happening, append_events
from database.transactions import change
from matrix.bundles import OptionTerms
from matrix.models import Edition, Option, OptionRow
from matrix.services import group_option, ungroup_option

DECIDED: Final = "option-decided"
SWITCHED_OFF: Final = "answer-switched-off"
SWITCHED_ON: Final = "answer-switched-on"


@dataclass(frozen=True, slots=True)
class OptionDecision:
    """What somebody says of an option: bought, not bought, None for "not decided yet".

    `revision` is that of the choice they saw, 0 where there was none. Whatever is decided has a
    reason; taking a decision back needs none.
    """

    is_bought: bool | None
    reason: str
    revision: int


class ChoiceStale(Exception):
    """Somebody else decided on this option in between; nothing was written."""


class OptionReasonMissing(Exception):
    """A decision on an option has a reason."""


class OptionUnknown(Exception):
    """The option is not one of this edition, or belongs to another organisation."""


@change
def decide_option(
    *, assessment_id: int, option_id: int, decision: OptionDecision, by: Membership, at: datetime
) -> int:
    """Keep what is said of an option, and switch its rows; return how many rows changed.

    Rows that are switched off keep their answer and count nowhere; switched on again they are as
    they were. Raises `AssessmentClosed`, `OptionUnknown`, `OptionReasonMissing`, `ChoiceStale`.
    """
    assessment = _locked(assessment_id, by)
    option = Option.objects.known_to(by.organisation).filter(
        pk=option_id, edition_id=assessment.edition_id
    )
    found = option.first()
    if found is None:
        raise OptionUnknown
    reason = decision.reason.strip()
    if decision.is_bought is not None and not reason:
        raise OptionReasonMissing
    known = OptionChoice.objects.filter(assessment=assessment, option=found).first()
    if (known.revision if known else 0) != decision.revision:
        raise ChoiceStale
    if _says(known) == (decision.is_bought, reason if decision.is_bought is not None else ""):
        return 0
    _write(assessment, found, known, decision, by, at)
    told = Happening(
        DECIDED,
        "assessment",
        str(assessment.pk),
        old={"option": found.slug, **_values(known)},
        new={"option": found.slug, "is_bought": decision.is_bought, "reason": reason},
    )
    return _switched(assessment, [told], by, at)


@change
def regroup_option(
    *, edition: Edition, terms: OptionTerms, by: Membership, at: datetime
) -> Option:
    """Group rows of an edition under an option of one's organisation, by activity id.

    Choices already made of it stand, and switch the rows as they are grouped now.
    """
    option = group_option(
        edition=edition, terms=terms, organisation=by.organisation, by=by.user, at=at
    )
    for assessment in _deciding(option):
        _switched(assessment, [], by, at)
    return option


@change
def remove_option(*, option: Option, by: Membership, at: datetime) -> None:
    """Take an option of one's organisation away; the rows it switched off are on again."""
    assessments = _deciding(option)
    ungroup_option(option=option, by=by.user, at=at)
    for assessment in assessments:
        _switched(assessment, [], by, at)


def assign_switches(*, assessment: Assessment) -> list[Answer]:
    """Switch the rows of an assessment as its choices say, and return those that changed.

    Their `revision` is the one before. At most 3 queries; the caller holds the assessment's lock.
    """
    off = set(_off(assessment).values_list("activity_id", flat=True))
    rows = Answer.objects.all_of(assessment).select_for_update(of=("self",)).order_by("pk")
    changed = [row for row in rows if row.is_switched_off != (row.activity_id in off)]
    turned = Answer.objects.filter(pk__in=[row.pk for row in changed])
    if changed:
        turned.update(is_switched_off=~F("is_switched_off"), revision=F("revision") + 1)
    return changed


def _locked(assessment_id: int, by: Membership) -> Assessment:
    assessment = Assessment.objects.select_for_update(of=("self",)).get(
        pk=assessment_id, organisation_id=by.organisation_id
    )
    if assessment.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    return assessment


def _deciding(option: Option) -> list[Assessment]:
    choices = OptionChoice.objects.filter(option=option).values("assessment")
    active = Assessment.objects.filter(pk__in=choices, state=Assessment.State.ACTIVE)
    return list(active.select_for_update(of=("self",)).order_by("pk"))


def _write(
    assessment: Assessment,
    option: Option,
    known: OptionChoice | None,
    decision: OptionDecision,
    by: Membership,
    at: datetime,
) -> None:
    said: dict[str, Any] = {"reason": decision.reason.strip(), "decided_at": at, "decided_by": by}
    if decision.is_bought is None:
        OptionChoice.objects.filter(assessment=assessment, option=option).delete()
    elif known is None:
        OptionChoice.objects.create(
            organisation_id=assessment.organisation_id,
            assessment=assessment,
            option=option,
            is_bought=decision.is_bought,
            **said,
        )
    else:
        OptionChoice.objects.filter(pk=known.pk).update(
            is_bought=decision.is_bought, revision=F("revision") + 1, **said
        )


def _switched(assessment: Assessment, told: list[Happening], by: Membership, at: datetime) -> int:
    changed = assign_switches(assessment=assessment)
    happenings = [*told, *map(_happening, changed)]
    if changed:
        count_day(assessment=assessment, at=at)
    if happenings:
        append_events(
            organisation_id=assessment.organisation_id,
            happenings=happenings,
            actor_id=by.user_id,
            at=at,
        )
    return len(changed)


def _happening(row: Answer) -> Happening:
    return Happening(
        SWITCHED_ON if row.is_switched_off else SWITCHED_OFF,
        "answer",
        str(row.key),
        old={"is_switched_off": row.is_switched_off, "revision": row.revision},
        new={"is_switched_off": not row.is_switched_off, "revision": row.revision + 1},
    )


def _off(assessment: Assessment) -> "Any":
    chosen = OptionChoice.objects.filter(assessment=assessment)
    bought = chosen.filter(is_bought=True).values("option")
    not_bought = chosen.filter(is_bought=False).values("option")
    return OptionRow.objects.filter(
        Q(applies=OptionRow.Applies.NOT_BOUGHT, option__in=bought)
        | Q(applies=OptionRow.Applies.BOUGHT, option__in=not_bought)
    )


def _says(choice: OptionChoice | None) -> tuple[bool | None, str]:
    return (choice.is_bought, choice.reason) if choice else (None, "")


def _values(choice: OptionChoice | None) -> dict[str, Any]:
    is_bought, reason = _says(choice)
    return {"is_bought": is_bought, "reason": reason}
