"""The routes of the product, from the resolver."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

_OF_ALLAUTH = ("account_", "mfa_", "openid_connect_", "socialaccount_")


@cache
def our_routes() -> dict[str, URLPattern]:
    """Return every route of ours by its name with namespace. allauth's are left out."""
    return dict(_walk(get_resolver(), ""))


def url_of(name: str, ids: Mapping[str, Any]) -> str:
    """Return the URL of a route, taking the parts it needs from `ids`."""
    wanted = our_routes()[name].pattern.converters
    return reverse(name, kwargs={part: ids[part] for part in wanted})


def _walk(resolver: URLResolver, namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner)
        elif not (entry.name or "").startswith(_OF_ALLAUTH):
            yield f"{namespace}{entry.name}", entry
