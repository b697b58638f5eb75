"""docs/install.md and docs/upgrade.md, word by word: what can be run here is run."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deploy import recipes
from tests.deploy.replay import Machine, machine, release
from tests.deploy.servers import becomes_ready, empty_database, renew, running
from tests.deploy.site import free_ports
from tests.deploy.visiting import HERE
from tests.messages import ROOT
from tests.needs import is_required

INSTALL, UPGRADE = ROOT / "docs" / "install.md", ROOT / "docs" / "upgrade.md"
WEB = recipes.unit(recipes.DEPLOY / "systemd" / "remit-web.service")["Service"]["ExecStart"]
WORKER = recipes.unit(recipes.DEPLOY / "systemd" / "remit-worker.service")["Service"]["ExecStart"]
BACKUP = recipes.unit(recipes.DEPLOY / "systemd" / "remit-backup.service")["Service"]["ExecStart"]


def sections(document: Path) -> dict[str, list[str]]:
    """Return the commands below each heading of a document."""
    parts = re.split(r"^##+ (.*)$", document.read_text(), flags=re.MULTILINE)[1:]
    return {
        heading: [line for block in _blocks(text) for line in block.splitlines()]
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }


def _blocks(text: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


DONE = {path: sections(path) for path in (INSTALL, UPGRADE)}


def commands(document: Path) -> list[str]:
    """Return all commands of a document."""
    return [line for lines in DONE[document].values() for line in lines]


@pytest.mark.parametrize("document", [INSTALL, UPGRADE], ids=lambda path: path.name)
def test_every_file_and_unit_that_is_named_is_there(document: Path) -> None:
    text = document.read_text()
    files = set(re.findall(r"/opt/remit(?:\.next)?/((?!\.venv)[\w./-]*[\w*])", text))
    units = set(re.findall(r"\b(remit-\w+\.(?:service|timer))\b", text))

    missing = [each for each in files if not list(ROOT.glob(each))]

    assert len(units) >= 2
    assert missing == []
    assert units <= {path.name for path in recipes.UNITS}


@pytest.mark.parametrize("document", [INSTALL, UPGRADE], ids=lambda path: path.name)
def test_every_variable_that_is_named_is_known(document: Path) -> None:
    named = set(re.findall(r"`([A-Z][A-Z0-9]*_[A-Z0-9_]+)`", document.read_text()))

    assert named <= recipes.documented() | recipes.OF_COMPOSE


@pytest.mark.parametrize("document", [INSTALL, UPGRADE], ids=lambda path: path.name)
def test_every_command_of_ours_is_documented(document: Path) -> None:
    configuration = (ROOT / "docs" / "configuration.md").read_text()
    named = set(re.findall(r"(?:^remit|manage\.py) (\w+)", document.read_text(), re.MULTILINE))
    ours = named - {"check", "migrate", "collectstatic"}

    assert "create_administrator" in named or "restore" in named
    assert not [name for name in ours if f"`{name}" not in configuration]


def changed(here: Machine, path: str, **values: str) -> None:
    """Edit a file of variables as the document asks, for this machine."""
    file = here.path(path)
    lines = here.here(file.read_text()).splitlines()
    kept = [line for line in lines if line.partition("=")[0].lstrip("#") not in values]
    kept += [f"{name}='{value}'" for name, value in values.items()]
    file.write_text("\n".join(kept) + "\n")


def unpacked(here: Machine, folder: str) -> None:
    """Let the scripts of a release name the paths of this machine."""
    for script in (here.path(folder) / "deploy" / "bin").iterdir():
        script.write_text(here.here(script.read_text()))


@pytest.fixture
def database() -> Iterator[str]:
    """Have an empty database that the commands of the document would have made."""
    with empty_database() as url:
        yield url


def served(here: Machine, unit: str) -> tuple[list[str], dict[str, str]]:
    """Return the command and the variables of a unit on this machine."""
    text = here.path("/etc/remit/remit.env").read_text()
    return unit.split(), dict(re.findall(r"^(\w+)='?(.*?)'?$", text, re.MULTILINE))


def is_served(here: Machine) -> bool:
    """Start what the units start, and tell whether it comes to be ready."""
    here.folder = "/opt/remit"
    web, given = served(here, WEB)
    worker, _ = served(here, WORKER)
    python = web[0]
    with running(here, *web, **given), running(here, *worker, **given):
        is_ready = becomes_ready(here, python, "deploy/ready.py", **given)
    here.folder = "/"
    return is_ready


@pytest.mark.thorough
@pytest.mark.postgresql
def test_the_document_leads_to_a_server_that_is_safe_and_ready(database: str) -> None:
    with machine() as here:
        for heading, lines in DONE[INSTALL].items():
            for line in lines:
                follow(line, here, database)
            if heading.startswith("6."):
                is_ready = is_served(here)
        backups = list(here.path("/var/backups/remit").iterdir())
        calls, done = here.calls, here.done

    assert len(backups) == 1
    assert is_ready
    assert "systemctl enable --now remit-web.service remit-worker.service" in calls
    assert "createdb --owner remit remit" in calls
    assert len(done) > 30


@pytest.mark.thorough
@pytest.mark.postgresql
@pytest.mark.skipif(not is_required("recipes"), reason="long: make image upgrades and goes back")
def test_a_server_is_upgraded_and_taken_back_by_the_document(database: str) -> None:
    with machine() as here:
        for line in [*commands(INSTALL), *commands(UPGRADE)]:
            follow(line, here, database)
        is_back = is_served(here)
        calls = here.calls

    assert is_back
    assert "dropdb remit" in calls


def follow(line: str, here: Machine, database: str) -> None:
    """Do one command of a document, and what a person does beside it."""
    # nginx and the way through it have tests of their own.
    if line.split()[0] in {"curl", "nginx"} or is_installed(line, here):
        return
    if line.startswith("tar -xf"):
        release(here.root, line.split()[2])
    if line == "systemctl start remit-backup.service":
        line = f"runuser -u remit -- {BACKUP}"
    here.run(line)
    if line.startswith("tar -xf"):
        unpacked(here, line.split()[-1])
    if line == "editor /etc/remit/remit.env":
        (port,) = free_ports(1)
        changed(here, "/etc/remit/remit.env", DATABASE_URL=database, BIND=f"{HERE}:{port}")
    if "dropdb" in line:
        renew_of(database)


def is_installed(line: str, here: Machine) -> bool:
    """Tell whether packages are there: the upgrade takes those that were installed before."""
    if "/opt/remit.next" not in line or not re.search("-m (venv|pip)", line):
        return False
    installed, new = here.path("/opt/remit/.venv"), here.path("/opt/remit.next/.venv")
    if not new.exists():
        shutil.copytree(installed, new, symlinks=True)
    return True


def renew_of(database: str) -> None:
    """Make the database anew, as the stand-ins for `dropdb` and `createdb` do not."""
    url = urlsplit(database)
    renew(url._replace(path="/postgres").geturl(), url.path[1:])
