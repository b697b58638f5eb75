"""What a page says of background work, in the reader's language."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def sentence(state: str, *, done: int, total: int, is_cancelling: bool, reference: str) -> str:
    """Return one short sentence on how far it is. `reference` is of a failure, "" for none."""
    if state == "running" and not is_cancelling:
        return _far(done, total)
    if state == "failed":
        return _("It failed. Reference: %(reference)s") % {"reference": reference}
    return {
        "queued": _("Waiting for its turn"),
        "running": _("Stopping"),
        "done": _("Finished"),
        "cancelled": _("Cancelled"),
    }[state]


def _far(done: int, total: int) -> str:
    if not total:
        return _("Under way")
    numbers = {
        "done": number_format(done, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }
    return _("%(done)s of %(total)s") % numbers
