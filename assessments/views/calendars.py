"""The calendar of a person's due dates, for programs: the key in the address opens it."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import parse_etags
from django.views.decorators.http import require_GET

from accounts.selectors.calendars import calendar_reader
from accounts.views.keyed import keyed
from assessments.reports.calendars import calendar_of
from assessments.selectors.calendars import DueDate, due_dates


@login_not_required
@require_GET
@keyed
def calendar(request: HttpRequest, calendar_key: str) -> HttpResponse:
    """Hand out the due dates of whoever the key is of; 404 for a key that opens nothing.

    304 for a program that has them as they are (ETag).
    """
    reader = calendar_reader(calendar_key)
    if reader is None:
        raise Http404
    with translation.override(reader.language):
        dates = due_dates(reader, on=timezone.localdate())
        etag = f'"{sha256(repr((reader.language, dates)).encode()).hexdigest()}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            unchanged = HttpResponseNotModified()
            unchanged["ETag"] = etag
            return unchanged
        content = calendar_of(dates, at=timezone.now(), url_of=_url_of)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'attachment; filename="remit.ics"'
    return response


def _url_of(due: DueDate) -> str:
    parts = [due.organisation_slug, due.assessment_id, due.key]
    return f"{settings.SITE_URL}{reverse('assessments:answer', args=parts)}"
