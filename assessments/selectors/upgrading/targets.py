"""The editions an assessment can move to, and whether a newer one is in the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from assessments.models import Assessment
from matrix.models import Edition
from matrix.selectors.printed import is_same_language


@dataclass(frozen=True, slots=True)
class Target:
    """An edition in the library. `published_on` is None where no date is printed."""

    edition_id: int
    provider: str
    service: str
    title: str
    language: str
    published_on: date | None
    source_name: str
    loaded_at: datetime


@dataclass(frozen=True, slots=True)
class Targets:
    """Where an assessment can go: newer editions of its matrix, older ones, other matrices.

    Of the newer ones those in the language of the present edition stand first, then the newest.
    """

    newer: tuple[Target, ...]
    same_matrix: tuple[Target, ...]
    others: tuple[Target, ...]


def targets_of(assessment: Assessment) -> Targets:
    """Return every edition its organisation may use but the present one. One query."""
    present = assessment.edition
    found = Edition.objects.available_to(assessment.organisation).exclude(pk=present.pk)
    editions = list(
        found.newest_first().select_related("matrix__provider").defer("source", "note")
    )
    family = [each for each in editions if _family(each) == _family(present)]
    newer = sorted(
        (each for each in family if _is_newer(each, present)),
        key=lambda each: (is_same_language(each.language, present.language), *_age(each)),
        reverse=True,
    )
    return Targets(
        newer=tuple(map(_target, newer)),
        same_matrix=tuple(_target(each) for each in family if each not in newer),
        others=tuple(_target(each) for each in editions if each not in family),
    )


def newer_editions(assessments: Iterable[Assessment]) -> dict[int, Target]:
    """Return by id of assessment the newest edition of its matrix in its language, if newer.

    An edition that the organisation itself has brought counts as one of the bundled matrix when
    provider and service are the same. `assessments` are read with their matrix. One query.
    """
    present = list(assessments)
    may_see = Q(matrix__organisation=None) | Q(
        matrix__organisation__in={each.organisation_id for each in present}
    )
    slugs = {each.edition.matrix.slug for each in present}
    editions = Edition.objects.published().filter(may_see, matrix__slug__in=slugs)
    available = list(editions.select_related("matrix__provider").defer("source", "note"))
    # A thousand assessments stand on a few editions: each is looked at once.
    newest = {
        (each.organisation_id, each.edition_id): _newest(each, available)
        for each in {(each.organisation_id, each.edition_id): each for each in present}.values()
    }
    found = ((each.pk, newest[each.organisation_id, each.edition_id]) for each in present)
    return {pk: target for pk, target in found if target}


def _newest(assessment: Assessment, available: Iterable[Edition]) -> Target | None:
    present = assessment.edition
    newer = [
        other
        for other in available
        if other.matrix.organisation_id in {None, assessment.organisation_id}
        and _family(other) == _family(present)
        and is_same_language(other.language, present.language)
        and _is_newer(other, present)
    ]
    return _target(max(newer, key=_age)) if newer else None


def _family(edition: Edition) -> tuple[int, str]:
    return edition.matrix.provider_id, edition.matrix.slug


def _age(edition: Edition) -> tuple[date, datetime, int]:
    return edition.published_on or date.min, edition.loaded_at, edition.pk


def _is_newer(edition: Edition, present: Edition) -> bool:
    if edition.published_on and present.published_on:
        return _age(edition) > _age(present)
    # Without a date on either side, what was brought later is taken for later.
    return (edition.loaded_at, edition.pk) > (present.loaded_at, present.pk)


def _target(edition: Edition) -> Target:
    return Target(
        edition_id=edition.pk,
        provider=edition.matrix.provider.name,
        service=edition.matrix.service,
        title=edition.title,
        language=edition.language,
        published_on=edition.published_on,
        source_name=edition.source_name,
        loaded_at=edition.loaded_at,
    )
