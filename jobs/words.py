"""What a page says of background work, in the reader's language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from database.faults import Fault


def sentence(
    state: str, *, done: int, total: int, is_cancelling: bool, reference: str, code: str = ""
) -> str:
    """Return one short sentence on how far it is. `reference` and `code` are of a failure."""
    if state == "running" and not is_cancelling:
        return _far(done, total)
    if state == "failed":
        return _failed(code) % {"reference": reference}
    return {
        "queued": _("Waiting for its turn"),
        "running": _("Stopping"),
        "done": _("Finished"),
        "cancelled": _("Cancelled"),
    }[state]


def _failed(code: str) -> str:
    if code == Fault.FULL:
        return _("It failed: the disk is full. Reference: %(reference)s")
    if code == Fault.READ_ONLY:
        return _("It failed: nothing can be written to the disk. Reference: %(reference)s")
    return _("It failed. Reference: %(reference)s")


def _far(done: int, total: int) -> str:
    if not total:
        return _("Under way")
    numbers = {
        "done": number_format(done, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }
    return _("%(done)s of %(total)s") % numbers
