"""The URLs of imports, and a file that is brought to one of them."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from matrix.models import MatrixImport


def url(name: str, found: MatrixImport) -> str:
    """Return a URL of an import."""
    return reverse(f"matrix:import_{name}", args=[found.organisation.slug, found.key])


def new_url(name: str, member: Membership) -> str:
    """Return a URL without an import."""
    return reverse(f"matrix:import_{name}", args=[member.organisation.slug])


def upload(client: Client, member: Membership, content: bytes, name: str = "page.fr.md") -> Any:
    """Bring a file."""
    return client.post(new_url("read", member), {"file": SimpleUploadedFile(name, content)})
