"""What the page of background work knows of long files: read in the background, and published."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from accounts.rights import Action
from accounts.selectors.background import Kind, NotAgain, Place
from jobs.models import Job
from matrix.models import MatrixImport, MatrixImportQuerySet
from matrix.services.importing import ImportChanged, read_long_again


def _imports(jobs: Sequence[Job], reader: Membership) -> MatrixImportQuerySet:
    mine = MatrixImport.objects.of_organisation(reader.organisation)
    if not reader.may(Action.PUBLISH_MATRICES):
        return mine.none()
    return mine.filter(pk__in=[job.payload["import"] for job in jobs])


def _places(jobs: Sequence[Job], reader: Membership) -> Mapping[UUID, Place]:
    rows = _imports(jobs, reader).values_list("pk", "name", "key")
    found = {number: Place(name, _address(key, reader)) for number, name, key in rows}
    return {job.key: found[number] for job in jobs if (number := job.payload["import"]) in found}


def _unread(job: Job) -> str:
    return "" if job.result else _("The import was changed or discarded meanwhile.")


def _unpublished(job: Job) -> str:
    if "edition" in job.result:
        return ""
    return _("It was not published; the import says why.")


def _read_again(job: Job, by: Membership, at: datetime) -> str:
    found = _imports([job], by).open().first()
    if found is None:
        raise NotAgain
    try:
        read_long_again(matrix_import=found, job=job, by=by, at=at)
    except ImportChanged as changed:
        raise NotAgain from changed
    return _address(found.key, by)


def _address(key: UUID, reader: Membership) -> str:
    return reverse("matrix:import_preview", args=[reader.organisation.slug, key])


READING: Final = Kind(
    gettext_lazy("Read a matrix"),
    Action.PUBLISH_MATRICES,
    places=_places,
    trouble=_unread,
    again=_read_again,
)
# Not again from here: publishing is decided on the page that shows what would be published.
PUBLISHING: Final = Kind(
    gettext_lazy("Publish a matrix"),
    Action.PUBLISH_MATRICES,
    places=_places,
    trouble=_unpublished,
)
