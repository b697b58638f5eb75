"""A file that comes back and is compared as a whole: a PDF or an OSCAL document, by its bytes."""

from assessments.models import ExportQuerySet
from assessments.selectors.verifying.checking import name_of, unproven
from assessments.selectors.verifying.proving import sealed_event_of
from assessments.selectors.verifying.results import Ground, Standing, Verified

# What such files begin with; a workbook is an archive, and is compared cell by cell.
_STARTS = (b"%PDF-", b"{")


def is_compared_whole(start: bytes) -> bool:
    """Tell from its first bytes whether a file is compared by its hash alone."""
    return start.startswith(_STARTS)


def verify_digest(digest: str, *, exports: ExportQuerySet) -> Verified | None:
    """Return the one of `exports` whose file has this SHA-256; None where there is none.

    A file that was changed is unknown: nothing of it is kept that could tell where. At most four
    queries.
    """
    read = exports.select_related(
        "assessment__edition__matrix", "assessment__organisation", "made_by__user"
    ).defer("assessment__edition__source")
    export = read.filter(cells_sha256=digest).order_by("pk").first()
    if export is None:
        return None
    event = sealed_event_of(export)
    if event is None or event.new["cells_sha256"] != digest:
        return unproven(export)
    return Verified(
        export=export,
        made_by=name_of(export, event.actor_id),
        made_at=event.at,
        language=event.new["language"],
        filter=event.new["filter"],
        standing=Standing.SAME,
        ground=Ground.FILE,
    )
