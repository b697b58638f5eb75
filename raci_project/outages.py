"""What people are told when the database, a disk or the mail server refuses.

One place for pages, scripts and commands. It asks nothing of what may be out of order: neither
database nor session. Read before the apps are: it imports no model.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.db import Error
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from database.faults import Fault, fault_of

TRY_LATER: Final = 75  # the exit code EX_TEMPFAIL of sysexits.h

SOON_SECONDS: Final = 5
LATER_SECONDS: Final = 60

# What a sender can be sure of. A server that goes away while it keeps something cannot say
# whether it did.
_NOT_KEPT: Final = _("Nothing of what you sent was kept.")
_NOT_SURE: Final = _(
    "What you sent was not confirmed: look whether it is there before you send it again."
)


@dataclass(frozen=True, slots=True)
class Outage:
    """One way of being out of order, in words; `seconds` is when trying again makes sense."""

    heading: Promise
    what: Promise
    kept: Promise = _NOT_KEPT
    seconds: int = SOON_SECONDS

    @property
    def sentence(self) -> str:
        """Return it as a command says it."""
        return f"{self.heading}. {self.what}"


MAIL: Final = Outage(
    _("The mail could not be sent"),
    _("The mail server cannot be reached, or takes no mail."),
    _("Ask for it again once mail works."),
    LATER_SECONDS,
)
OUTAGES: Final[Mapping[Fault, Outage]] = MappingProxyType(
    {
        Fault.AWAY: Outage(
            _("The database cannot be reached"),
            _("Remit is running, and goes on by itself as soon as its database answers."),
            _NOT_SURE,
        ),
        Fault.BUSY: Outage(
            _("Somebody else has been writing for long"),
            _("Your request waited for its turn, and gave up."),
        ),
        Fault.FULL: Outage(
            _("The disk is full"),
            _("Remit shows what it has, and keeps nothing new until there is room."),
            seconds=LATER_SECONDS,
        ),
        Fault.READ_ONLY: Outage(
            _("Nothing can be written"),
            _("The disk or the database can only be read at the moment."),
            seconds=LATER_SECONDS,
        ),
        Fault.DISK: Outage(
            _("A disk does not work as it should"),
            _("Remit could not read or write what it needed."),
            _NOT_SURE,
            LATER_SECONDS,
        ),
        Fault.STORAGE: Outage(
            _("The storage of files cannot be reached"),
            _("It does not answer, or refuses what it is asked. All that needs no file goes on."),
        ),
    }
)


def outage_of(error: BaseException | None) -> Outage | None:
    """Return what an error is told as; None for one that is a failure of the program."""
    fault = fault_of(error)
    return OUTAGES[fault] if fault else None


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """End the process with one sentence and `TRY_LATER` when the block meets an outage.

    Any other error passes, and so does one that came before the settings were read.
    """
    try:
        yield
    except (Error, OSError) as error:
        outage = outage_of(error) if settings.configured else None
        if outage is None or "--traceback" in sys.argv:
            raise
        with override("en"):
            sys.stderr.write(f"{outage.sentence} ({first_line(error)})\n")
        raise SystemExit(TRY_LATER) from None


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says: drivers write a page."""
    return str(error).partition("\n")[0]
