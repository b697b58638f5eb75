"""What a page says of background work, in the reader's language."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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


def state_name(state: str) -> str:
    """Return the state of a job in one or two words."""
    return {
        "queued": pgettext("job", "waiting"),
        "running": pgettext("job", "running"),
        "done": pgettext("job", "finished"),
        "failed": pgettext("job", "failed"),
        "cancelled": pgettext("job", "cancelled"),
    }[state]


def duration(spent: timedelta) -> str:
    """Return a time in two units of the SI brochure, the same in each language: "2 min 5 s"."""
    seconds = max(int(spent.total_seconds()), 0)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}\u00a0h {minutes}\u00a0min"
    return f"{minutes}\u00a0min {seconds}\u00a0s" if minutes else f"{seconds}\u00a0s"


def _failed(code: str) -> str:
    if code == Fault.FULL:
        return _("It failed: the disk is full. Reference: %(reference)s")
    if code == Fault.READ_ONLY:
        return _("It failed: nothing can be written to the disk. Reference: %(reference)s")
    if code == Fault.STORAGE:
        return _("It failed: the storage of files cannot be reached. Reference: %(reference)s")
    return _("It failed. Reference: %(reference)s")


def _far(done: int, total: int) -> str:
    if not total:
        return _("Under way")
    numbers = {
        "done": number_format(done, force_grouping=True),
        "total": number_format(total, force_grouping=True),
    }
    return _("%(done)s of %(total)s") % numbers
