"""Proofs: files, links and statements."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from evidence.models import Evidence
from evidence.services import EvidenceFacts, add_file, add_link, add_statement
from tests.builders.moments import NOW, next_number
from tests.builders.people import make_member


def make_file(
    content: bytes | None = None,
    *,
    name: str = "notes.txt",
    by: Membership | None = None,
    **about: Any,
) -> Evidence:
    """Add a file as a proof, with a text of its own if no content is given.

    `about` are fields of `EvidenceFacts`.
    """
    upload = make_upload(content, name=name)
    return add_file(upload=upload, about=_facts(about), by=by or make_member(), at=NOW)


def make_upload(content: bytes | None = None, *, name: str = "notes.txt") -> SimpleUploadedFile:
    """Make what a form hands over when somebody sends a file."""
    if content is None:
        content = f"Backup {next_number()} was restored.".encode()
    upload = SimpleUploadedFile("file", content)
    upload._name = name  # type: ignore[attr-defined] # a client need not send a clean one
    return upload


def make_link(url: str = "", *, by: Membership | None = None, **about: Any) -> Evidence:
    """Add a link as a proof. `about` are fields of `EvidenceFacts`."""
    url = url or f"https://tickets.example.org/{next_number()}"
    return add_link(url=url, about=_facts(about), by=by or make_member(), at=NOW)


def make_evidence(statement: str = "", *, by: Membership | None = None, **about: Any) -> Evidence:
    """Add the quickest proof there is, a statement. `about` are fields of `EvidenceFacts`."""
    statement = statement or f"Seen on site, visit {next_number()}."
    return add_statement(statement=statement, about=_facts(about), by=by or make_member(), at=NOW)


def _facts(about: dict[str, Any]) -> EvidenceFacts:
    return EvidenceFacts(**about)
