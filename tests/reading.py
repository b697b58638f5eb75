"""Which names the forms and views of the product read from a request, from their source."""

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.forms import BaseForm

from tests.routes import our_routes

# Names that are no relation, with what a form takes for them. A name that a form or a view reads
# and that is not here is sent with ids of the other organisation.
PLAIN: Final[Mapping[str, str]] = {
    **dict.fromkeys(("action", "activity", "name", "note", "title", "reason", "statement"), "x"),
    **dict.fromkeys(
        ("internal_note", "q", "review_reason", "scope", "service", "source_name"), "x"
    ),
    **dict.fromkeys(("revision", "count", "header_row", "line", "page", "place", "before"), "1"),
    **dict.fromkeys(("is_on", "is_right", "has_messages", "with_answers", "still_true"), "on"),
    **dict.fromkeys(("starts_on", "period_from"), "2026-11-22"),
    **dict.fromkeys(("ends_on", "by_when", "expires_on", "due_on", "until"), "2026-12-22"),
    "as_of": "",
    "collected_at": "2026-11-22T10:00",
    "confidentiality": "internal",
    "coverage": "covered",
    "decision": "accept",
    "email": "somebody@example.org",
    "evidence_type": "document",
    "is_bought": "yes",
    "language": "fr",
    "role": "viewer",
    "severity": "high",
    "state": "to_do",
    "ticket_url": "https://example.org/1",
    "url": "https://example.org/2",
}
_READ: Final = re.compile(r'(?:POST|GET|data)(?:\.get|\.getlist)?[(\[]\s*"([a-z_]+)"')
_CODE: Final = ("accounts", "assessments", "evidence", "matrix")


@cache
def names_read() -> frozenset[str]:
    """Return the names that forms and views read, but for plain ones."""
    fields = {name for form in _subclasses(BaseForm) for name in _fields_of(form)}
    sources = (path for app in _CODE for path in Path(settings.BASE_DIR, app).rglob("*.py"))
    read = {name for path in sources for name in _READ.findall(path.read_text())}
    return frozenset((fields | read) - PLAIN.keys())


@cache
def names_read_by(name: str) -> frozenset[str]:
    """Return those that the module of one view reads, itself or in its forms."""
    module: Any = inspect.getmodule(inspect.unwrap(our_routes()[name].callback))
    classes = [each for each in vars(module).values() if inspect.isclass(each)]
    forms = [each for each in classes if issubclass(each, BaseForm)]
    fields = {field for form in forms for field in _fields_of(form)}
    sources = [module, *filter(None, map(inspect.getmodule, forms))]
    read = {field for each in sources for field in _READ.findall(inspect.getsource(each))}
    return names_read() & (fields | read)


def _subclasses(of: type[Any]) -> Iterator[type[Any]]:
    for each in of.__subclasses__():
        yield each
        yield from _subclasses(each)


def _fields_of(form: type[Any]) -> Iterable[str]:
    is_ours = form.__module__.split(".")[0] in _CODE
    return form.base_fields if is_ours else ()
