"""The request id of the work at hand, so that services need not carry a request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the request being answered, "" outside of one."""
    return _request_id.get()


@contextmanager
def request_id_is(value: str) -> Iterator[str]:
    """Set the request id while the block runs."""
    token = _request_id.set(value)
    try:
        yield value
    finally:
        _request_id.reset(token)
