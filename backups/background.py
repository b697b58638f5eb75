"""What a worker does for whoever exports a large organisation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.rights import Action
from accounts.selectors.background import Kind, Place
from backups.archive import ContentChanged
from backups.services import extract
from backups.services.keeping import folder_to_export_in, keep
from backups.words import failure_words
from jobs.models import Job
from jobs.services import Watch


def export_organisation(job: Job, watch: Watch) -> dict[str, Any]:
    """Export an organisation to a file that is kept for a day.

    Called again it makes another file, and the one that no result names is swept. Returns what
    `KeptExport` has, or {"failure": why there is none}: "not-allowed" when who asked may not
    export now, "changed" when a proof in the vault is no longer what it was.
    """
    members = Membership.objects.current().filter(pk__in=[job.made_by_id])
    asker = members.select_related("organisation").first()
    if asker is None or not asker.may(Action.MANAGE_PEOPLE):
        return {"failure": "not-allowed"}
    with folder_to_export_in() as folder:
        made = extract(
            asker.organisation,
            folder,
            language=job.payload["language"],
            at=timezone.now(),
            told=watch.progress,
        )
        watch.progress(0, 0)
        try:
            return keep(made, job, folder).as_result()
        except ContentChanged:
            return {"failure": "changed"}


def _places(jobs: Sequence[Job], reader: Membership) -> Mapping[UUID, Place]:
    if not reader.may(Action.MANAGE_PEOPLE):
        return {}
    organisation = reader.organisation
    return {
        job.key: Place(
            organisation.name, reverse("backups:made_export", args=[organisation.slug, job.key])
        )
        for job in jobs
    }


def _trouble(job: Job) -> str:
    return failure_words(str(job.result.get("failure", "")))


# Not again from the list: whoever asks for an export gives the password on its page.
EXPORTING: Final = Kind(
    _("Export the organisation"), Action.MANAGE_PEOPLE, places=_places, trouble=_trouble
)
