"""Exporting an organisation from its own pages."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.forms.confirming import PasswordForm
from accounts.http import MemberRequest, member_action, member_page, refuse_reader
from accounts.rights import Action
from backups.archive import archived, length_of
from backups.services import Extract, extract, record_extract

# What a killed process leaves is swept with the workbooks it was making (chore clear-made-files).
PREFIX: Final = "made-export-"


@member_page(Action.MANAGE_PEOPLE)
def export(request: MemberRequest) -> HttpResponse:
    """Say what leaves, and ask for the password."""
    return _page(request, PasswordForm())


@member_action(Action.MANAGE_PEOPLE)
def make_export(request: MemberRequest) -> HttpResponse:
    """Hand out all of the organisation as one file, put on record before its first byte."""
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if status := refuse_reader(request, form):
        return _page(request, form, status=status)
    organisation, now = request.membership.organisation, timezone.now()
    with ExitStack() as stack:
        folder = TemporaryDirectory(dir=settings.VAULT_INCOMING, prefix=PREFIX)
        path = Path(stack.enter_context(folder))
        made = extract(organisation, path, language=get_language() or "", at=now)
        record_extract(organisation=organisation, made=made, at=now, by=request.user)
        kept = stack.pop_all()
    response = StreamingHttpResponse(
        _Leaving(made, kept),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{made.name}"',
            "Content-Length": str(length_of(made.entries)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, response)


class _Leaving:
    """The bytes of an export; its folder goes when they have left, or nobody reads on."""

    def __init__(self, made: Extract, kept: ExitStack) -> None:
        self._made, self._kept = made, kept

    def __iter__(self) -> Iterator[bytes]:
        return archived(self._made.entries)

    def close(self) -> None:
        """Remove the folder."""
        self._kept.close()


def _page(request: MemberRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    has_password = request.user.has_usable_password()
    context = {"form": form, "has_password": has_password, "nav": "people"}
    return render(request, "backups/export.html", context, status=status)
