"""The people of the load: each has a browser's connection, opens pages and ticks duties."""

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from time import monotonic, sleep
from typing import Any, Final
from urllib.parse import urlencode

from tests.load.filling import Person

HOST: Final = "127.0.0.1"
SECONDS: Final = 60
THINK: Final = 5.0
TICKS: Final = 0.4
TOKEN: Final = "t" * 32
CONFLICT: Final = 409
# What people open, and how often beside one another.
PAGES: Final = {"grid": 6, "duty": 5, "dashboard": 4, "my duties": 3, "gaps": 1, "list": 1}

_ROW = re.compile(
    rb'<tr class="duty" id="[^"]*" tabindex="-1" data-key="([^"]+)" data-revision="(\d+)"'
    rb' data-state="(\w+)"'
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: what it was, when it was sent and for how long it was waited for (seconds)."""

    what: str
    at: float
    seconds: float
    trouble: str = ""

    @property
    def is_write(self) -> bool:
        """Tell whether it was a tick."""
        return self.what == "tick"


@dataclass(frozen=True, slots=True)
class Kept:
    """A tick that somebody was told is kept."""

    key: str
    revision: int
    coverage: str


@dataclass
class Row:
    """A row as this person last saw it."""

    revision: int
    coverage: str


@dataclass
class Worker:
    """Somebody at work until a moment; what they saw stays in the lists."""

    person: Person
    port: int
    cookies: Mapping[str, str]
    chance: Random
    samples: list[Sample] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    conflicts: int = 0
    rows: dict[str, Row] = field(default_factory=dict)

    def work(self, until: float, *, pause: float) -> None:
        """Open the grid after a pause, then open pages and tick until `until` (monotonic)."""
        sleep(pause)
        connection = http.client.HTTPConnection(HOST, self.port, timeout=SECONDS)
        self._open(connection, "grid")
        while True:
            sleep(THINK * self.chance.uniform(0.5, 1.5))
            if monotonic() > until:
                break
            if self.rows and self.chance.random() < TICKS:
                self._tick(connection)
            else:
                pages = self.chance.choices([*PAGES], weights=[*PAGES.values()])
                self._open(connection, pages[0])
        connection.close()

    def _open(self, connection: http.client.HTTPConnection, page: str) -> None:
        ours = f"/o/{self.person.slug}/"
        assessment = f"{ours}assessments/{self.person.assessment_id}/"
        addresses = {
            "grid": f"{assessment}duties/",
            "dashboard": assessment,
            "my duties": f"{ours}my-duties/",
            "gaps": f"{ours}gaps/",
            "list": f"{ours}assessments/",
        }
        if page == "duty":
            addresses["duty"] = f"{assessment}duties/{self.chance.choice([*self.rows])}/"
        content = self._asked(connection, page, "GET", addresses[page])[1]
        if page == "grid":
            found = _ROW.findall(content)
            self.rows = {
                key.decode(): Row(int(revision), state.decode()) for key, revision, state in found
            }

    def _tick(self, connection: http.client.HTTPConnection) -> None:
        key = self.chance.choice([*self.rows])
        row = self.rows[key]
        others = [each for each in ("covered", "partial", "gap") if each != row.coverage]
        wanted = self.chance.choice(others)
        address = f"/o/{self.person.slug}/assessments/{self.person.assessment_id}/answers/"
        body = urlencode({"rows": f"{key}:{row.revision}", "coverage": wanted})
        status, content = self._asked(connection, "tick", "POST", address, body)
        told: dict[str, Any] = json.loads(content) if status in {200, CONFLICT} else {}
        if key in told.get("saved", {}):
            self.rows[key] = Row(told["saved"][key], wanted)
            self.kept.append(Kept(key, told["saved"][key], wanted))
        for stale in told.get("stale", []):
            self.conflicts += 1
            self.rows[key] = Row(stale["revision"], stale["stored"].get("coverage", wanted))

    def _asked(
        self,
        connection: http.client.HTTPConnection,
        what: str,
        verb: str,
        address: str,
        body: str | None = None,
    ) -> tuple[int, bytes]:
        """Ask, and note how long it took until the last byte was there."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept-Language": "fr",
            "Accept": "application/json" if body else "text/html",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        start, status, content, trouble = monotonic(), 0, b"", ""
        try:
            connection.request(verb, address, body=body, headers=headers)
            with connection.getresponse() as response:
                status, content = response.status, response.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            trouble = repr(error)
        allowed = {200, CONFLICT} if body else {200}
        if not trouble and status not in allowed:
            trouble = f"{status} {content[:200]!r}"
        self.samples.append(Sample(what, start, monotonic() - start, trouble))
        return status, content
