"""Try mutants: one process runs the tests once, then each mutant is tried in a fork of it.

It is a plugin of pytest that runs tests in its own way: first all, noting which test runs which
lines; then, for each mutant, those that run its lines, the quickest first, until one fails.
"""

import os
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from itertools import repeat, zip_longest
from pathlib import Path
from time import monotonic, process_time, sleep
from types import ModuleType
from typing import Final

import coverage
import pytest
from django.db import connection, connections

from tests.mutation.living import (
    Living,
    NotApplicable,
    create_triggers,
    dotted,
    forget_answers,
    living,
)
from tests.mutation.operators import Mutant

# Of tests that may look at one mutant, in the time they took before.
MOST_SECONDS: Final = 8.0
SLOWEST_SECONDS: Final = 4.0
# How a fork ends. Whatever else it ends with is a fault of this file.
_KILLED, _SURVIVED, _NOT_APPLICABLE, _ENDLESS, _BROKEN = range(10, 15)


@dataclass
class Outcome:
    """What became of the mutants, by name; `left` were not tried in the time there was."""

    killed: list[Mutant] = field(default_factory=list)
    survived: list[Mutant] = field(default_factory=list)
    left: list[Mutant] = field(default_factory=list)
    not_applicable: list[Mutant] = field(default_factory=list)


class _Afterwards:
    """Stands for the next test, so that what a session shares is kept between tests."""

    def __init__(self, session: pytest.Session) -> None:
        self.session = session

    def listchain(self) -> list[pytest.Session]:
        return [self.session]


class Campaign:
    """A plugin that tries `mutants` until `seconds` are over, telling each survivor to `say`."""

    def __init__(
        self, mutants: Sequence[Mutant], *, seconds: float, say: Callable[[str], None]
    ) -> None:
        """Begin with nothing tried."""
        self.mutants = mutants
        self.seconds = seconds
        self.say = say
        self.outcome = Outcome()
        self.broken: list[str] = []
        self._failures = 0
        self._passed = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what fails and what passes."""
        self._failures += report.failed
        self._passed += report.passed and report.when == "call"

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Take tests that `make test` leaves out for their time: here they run once."""
        for item in items:
            if not item.get_closest_marker("thorough"):
                own = item.own_markers
                own[:] = [mark for mark in own if not str(mark.args).startswith("('thorough")]
        items[:] = [item for item in items if not item.get_closest_marker("browser")]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once, then against each mutant."""
        paths = sorted({mutant.path for mutant in self.mutants})
        begun = monotonic()
        tests = self._first_run(session, paths)
        self.say(f"{len(tests.seconds)} tests pass in {monotonic() - begun:.0f} s")
        connections.close_all()
        modules = living(paths)
        begun = monotonic()
        for number, mutant in enumerate(self.mutants):
            if monotonic() - begun > self.seconds:
                self.outcome.left = list(self.mutants[number:])
                break
            self._try(session, mutant, modules[mutant.path], tests)
            if not (number + 1) % 100:
                self.say(f"{number + 1} of {len(self.mutants)}: {monotonic() - begun:.0f} s")
        return True

    def _first_run(self, session: pytest.Session, paths: Sequence[str]) -> "Tests":
        tests, modules = Tests(), [import_module(dotted(path)) for path in paths]
        seen = coverage.Coverage(data_file=None, include=paths, config_file=False)
        seen.start()
        for item in session.items:
            seen.switch_context(item.nodeid)
            forget_answers(modules)
            # Of this process: how busy the machine is shall not choose the tests.
            begun, failures, passed = process_time(), self._failures, self._passed
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=_Afterwards(session))
            if self._failures > failures:
                self.broken.append(item.nodeid)
            elif self._passed > passed and process_time() - begun < SLOWEST_SECONDS:
                tests.seconds[item.nodeid] = process_time() - begun
                tests.items[item.nodeid] = item
        seen.stop()
        for path in paths:
            data = seen.get_data().contexts_by_lineno(str(Path(path).resolve()))
            tests.by_line[path] = {line: set(names) for line, names in data.items()}
        return tests

    def _try(
        self, session: pytest.Session, mutant: Mutant, module: Living, tests: "Tests"
    ) -> None:
        chosen = list(tests.of(mutant, module.module))
        child = os.fork()
        if not child:
            self._look(session, mutant, module, chosen)
        code = _ended(child, 20 + 10 * sum(tests.seconds[item.nodeid] for item in chosen))
        _forget_database(child)
        if code in {_KILLED, _ENDLESS}:
            self.outcome.killed.append(mutant)
        elif code == _NOT_APPLICABLE:
            self.outcome.not_applicable.append(mutant)
        else:
            self.outcome.survived.append(mutant)
            what = f"survived {len(chosen)} tests" if code == _SURVIVED else "broke the harness"
            self.say(f"{what}: line {mutant.line} of {mutant.name}")

    def _look(
        self, session: pytest.Session, mutant: Mutant, module: Living, items: list[pytest.Item]
    ) -> None:
        """Run tests in the fork, on a copy of the database, and end it with what came of it."""
        code = _BROKEN
        os.setpgid(0, 0)
        try:
            _copy_database()
            module.become(mutant)
            if mutant.path.endswith("triggers.py"):
                from pytest_django.plugin import blocking_manager_key  # too early above

                with session.config.stash[blocking_manager_key].unblock():
                    create_triggers(anew=not mutant.sets)
            self._failures = 0
            code = _KILLED if self._is_noticed(session, items) else _SURVIVED
        except NotApplicable:
            code = _NOT_APPLICABLE
        finally:
            os._exit(code)

    def _is_noticed(self, session: pytest.Session, items: list[pytest.Item]) -> bool:
        for item, later in zip_longest(items, items[1:]):
            following = later or _Afterwards(session)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failures:
                return True
        return False


class Tests:
    """What the first run has shown: how long each test takes, and which lines it runs."""

    def __init__(self) -> None:
        """Begin with none."""
        self.items: dict[str, pytest.Item] = {}
        self.seconds: dict[str, float] = {}
        self.by_line: dict[str, dict[int, set[str]]] = {}

    def of(self, mutant: Mutant, module: ModuleType) -> Iterator[pytest.Item]:
        """Give the tests that run what is changed, the quickest first.

        What a module sets is seen by whatever runs any line of it or names it; triggers by the
        database.
        """
        lines = self.by_line[mutant.path]
        if mutant.path.endswith("triggers.py"):
            names = set(self.items)
        elif mutant.sets:
            names = set().union(*lines.values()) | set(self._naming(mutant, module))
        else:
            names = set().union(*map(lines.get, self._lines_of(mutant), repeat(set())))
        left = MOST_SECONDS
        for name in sorted(names & self.items.keys(), key=self.seconds.__getitem__):
            left -= self.seconds[name]
            if left < 0:
                return
            yield self.items[name]

    def _naming(self, mutant: Mutant, module: ModuleType) -> Iterator[str]:
        told = {name: value for name, value in vars(module).items() if name in mutant.sets}
        for node_id, item in self.items.items():
            known = vars(getattr(item, "module", module))
            if any(known.get(name) is value for name, value in told.items()):
                yield node_id

    def _lines_of(self, mutant: Mutant) -> range:
        return range(mutant.line, mutant.last_line + 1)


def _ended(child: int, seconds: float) -> int:
    """Wait for a fork and return the code it ended with; kill it when its time is over."""
    deadline = monotonic() + seconds
    while monotonic() < deadline:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        sleep(0.004)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _ENDLESS


def _copy_database() -> None:
    """Give this fork a database of its own: what it leaves behind is nobody's."""
    settings = connection.settings_dict
    if Path(settings["NAME"]).exists():
        settings["NAME"] = shutil.copy(settings["NAME"], f"{settings['NAME']}.{os.getpid()}")


def _forget_database(child: int) -> None:
    name = Path(connection.settings_dict["NAME"])
    for each in name.parent.glob(f"{name.name}.{child}*"):
        each.unlink()
