"""Due dates as a calendar: RFC 5545, one all-day event for each row."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from assessments.selectors.calendars import DueDate


def calendar_of(
    dates: Iterable[DueDate], *, at: datetime, url_of: Callable[[DueDate], str]
) -> bytes:
    """Return due dates as an .ics file, in the language in force.

    `at` stands in every entry as the moment it was written (DTSTAMP, in UTC); the rest depends on
    the dates alone. An entry keeps its UID whatever becomes of its row.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Remit//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Remit: my due dates"))
    for due in dates:
        calendar.add_component(_event(due, at.astimezone(UTC), url_of(due)))
    written: bytes = calendar.to_ical()
    return written


def _event(due: DueDate, at: datetime, url: str) -> Event:
    event = Event()
    event.add("uid", f"{due.key}@remit")
    event.add("dtstamp", at)
    event.add("sequence", due.revision)
    event.add("dtstart", due.due_on)
    # The day after, which is not part of it (RFC 5545, section 3.6.1).
    event.add("dtend", due.due_on + timedelta(days=1))
    event.add("summary", due.activity)
    event.add("description", due.about)
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    return event
