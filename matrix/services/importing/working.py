"""Long files: read and published by a job, which reports and can be stopped.

Both handlers are called at least once (`jobs.services`), and each ends its job in the transaction
of what it writes: a job that was cancelled leaves nothing.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from jobs.models import Job
from jobs.services import Watch
from matrix.models import Edition, MatrixImport, MatrixImportQuerySet
from matrix.readers import MatrixRefused
from matrix.services.importing.changing import ImportChanged
from matrix.services.importing.publishing import (
    NotDescribed,
    RowsUndecided,
    publish_reading,
    ready_reading,
)
from matrix.services.importing.reading import outcome_of, read_whole, refusal_as_json
from matrix.services.publishing import EditionAlreadyLoaded


def read_in_background(job: Job, watch: Watch) -> dict[str, Any]:
    """Read a long file and keep what its preview shows; of an import that changed, nothing."""
    found = _imports_of(job).first()
    if found is None:
        return {}
    outcome = outcome_of(found, watch.progress)
    result = {"import": str(found.key)}
    with transaction.atomic():
        _imports_of(job).update(outcome=outcome, job_key=None)
        watch.finish(result)
    return result


def publish_in_background(job: Job, watch: Watch) -> dict[str, Any]:
    """Publish a long file in one transaction, or keep why it could not be published."""
    found = _imports_of(job).first()
    if found is None:
        return {}
    kept = found.outcome
    try:
        edition = _publish(found, job, watch)
    except EditionAlreadyLoaded as known:
        failure: dict[str, Any] = {"code": "already-loaded", "edition": known.edition.pk}
    except MatrixRefused as refusal:
        failure = dict(refusal_as_json(refusal))
    except (ImportChanged, NotDescribed, RowsUndecided):
        failure = {"code": "not-ready"}
    else:
        return {"edition": edition.pk}
    _imports_of(job).update(outcome={**kept, "failure": failure}, job_key=None)
    return {"import": str(found.key)}


def _publish(found: MatrixImport, job: Job, watch: Watch) -> Edition:
    reading = ready_reading(found, read_whole(found, watch.progress))
    by = Membership.objects.select_related("user").get(pk=job.made_by_id or 0)
    with transaction.atomic():
        edition = publish_reading(found, found.revision, reading, by=by, at=timezone.now())
        watch.finish({"edition": edition.pk})
    return edition


def _imports_of(job: Job) -> MatrixImportQuerySet:
    """Keep the import that waits for this very job: a later decision asks for another."""
    mine = MatrixImport.objects.open().filter(
        pk=job.payload["import"], organisation=job.organisation_id, job_key=job.key
    )
    return mine.select_related("organisation", "matrix__provider")
