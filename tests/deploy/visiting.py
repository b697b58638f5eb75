"""Somebody at the other end of the wire: cookies, forms, and the certificate looked at."""

import http.client
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import Message
from ssl import SSLContext, create_default_context
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.test import Client

if TYPE_CHECKING:
    from accounts.models import User

HOST = "remit.example"
HERE = "127.0.0.1"
SESSION, CSRF = "__Host-session", "__Host-csrf"
BOUNDARY = "a-line-that-is-in-no-file"
FORM = "application/x-www-form-urlencoded"
SECONDS = 60
Headers = dict[str, str]
NONE: Headers = {}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end."""

    status: int
    headers: Message
    body: bytes


@dataclass
class Visitor:
    """A browser, as far as cookies go. `https` is the proxy's port."""

    https: int
    trusted: SSLContext
    cookies: dict[str, str] = field(default_factory=lambda: {CSRF: "t" * 32})

    @classmethod
    def of(cls, https: int, certificate: str) -> "Visitor":
        """Make one that trusts one certificate and no other."""
        return cls(https, create_default_context(cafile=certificate))

    def is_let_in_as(self, user: "User") -> None:
        """Take a session over that was made without signing in."""
        client = Client()
        client.force_login(user)
        (session,) = client.cookies.values()
        self.cookies[SESSION] = session.value

    @contextmanager
    def asking(
        self, method: str, path: str, body: Any = None, *, at: int = 0, headers: Headers = NONE
    ) -> Iterator[http.client.HTTPResponse]:
        """Ask through the proxy, or one process directly, as the proxy would."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": HOST, "Cookie": cookies, "Referer": f"https://{HOST}/"}
        sent |= {"X-CSRFToken": self.cookies[CSRF]}
        sent |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": HERE} if at else {}
        sent |= headers
        with closing(self._connection(at)) as connection:
            connection.request(method, path, body, sent)
            with connection.getresponse() as response:
                self._keep(response)
                yield response

    def get(self, path: str, *, at: int = 0, headers: Headers = NONE) -> Answer:
        """Get a page."""
        with self.asking("GET", path, at=at, headers=headers) as response:
            return Answer(response.status, response.headers, response.read())

    def post(
        self, path: str, data: Mapping[str, Any], *, at: int = 0, headers: Headers = NONE
    ) -> Answer:
        """Send a form."""
        body = urlencode(data, doseq=True)
        headers = {"Content-Type": FORM} | headers
        with self.asking("POST", path, body, at=at, headers=headers) as response:
            return Answer(response.status, response.headers, response.read())

    def upload(self, path: str, data: Mapping[str, str], file: bytes) -> Answer:
        """Send a form with a file."""
        body = upload_body(data, file)
        with self.asking("POST", path, body, headers={"Content-Type": UPLOAD}) as response:
            return Answer(response.status, response.headers, response.read())

    def _connection(self, at: int) -> http.client.HTTPConnection:
        if at:
            return http.client.HTTPConnection(HERE, at, timeout=SECONDS)
        return http.client.HTTPSConnection(HERE, self.https, timeout=SECONDS, context=self.trusted)

    def _keep(self, response: http.client.HTTPResponse) -> None:
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "max-age=0" in cookie.lower():
                del self.cookies[name]


UPLOAD = f"multipart/form-data; boundary={BOUNDARY}"


def upload_body(data: Mapping[str, str], file: bytes) -> bytes:
    """Return a form with a file as it goes over the wire."""
    lines = []
    for name, value in data.items():
        lines += [f"--{BOUNDARY}", f'Content-Disposition: form-data; name="{name}"', "", value]
    lines += [f"--{BOUNDARY}"]
    lines += ['Content-Disposition: form-data; name="file"; filename="proof.txt"']
    lines += ["Content-Type: text/plain", "", ""]
    return "\r\n".join(lines).encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()
