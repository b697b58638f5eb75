"""The steps of the image, one by one in an empty environment, then what it runs.

No container engine: the base image is this machine's Python, and folders are below a temporary
one. `make image` installs with pip, as the Dockerfile says; else uv does it where there is one.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy import recipes
from tests.deploy.recipes import Instruction
from tests.deploy.replay import IS_ROOT, Machine, machine
from tests.deploy.servers import becomes_ready, empty_database, finished, running
from tests.deploy.site import free_ports
from tests.messages import ROOT

pytestmark = [pytest.mark.thorough, pytest.mark.postgresql]


@contextmanager
def built() -> Iterator[tuple[Machine, dict[str, list[str]]]]:
    """Do the instructions of both stages; give the machine, and what it runs and asks."""
    told: dict[str, list[str]] = {}
    build, last = recipes.dockerfile()
    with machine() as made, machine() as image:
        for each in build[1:]:
            follow(each, made)
        for each in last[1:]:
            if each.name in {"CMD", "HEALTHCHECK"}:
                told[each.name] = json.loads(each.text[each.text.index("[") :])
            elif each.words[0] == "--from=build":
                image.path(each.words[2]).rmdir()  # the working folder, still empty
                shutil.move(made.path(each.words[1]), image.path(each.words[2]))
            else:
                follow(each, image)
        yield image, told


def follow(instruction: Instruction, machine: Machine) -> None:
    """Do one instruction as an engine would."""
    words = instruction.words
    match instruction.name:
        case "ENV":
            machine.variables |= dict(word.split("=", 1) for word in words)
        case "WORKDIR":
            machine.folder = words[0]
            machine.path(words[0]).mkdir(parents=True, exist_ok=True)
        case "COPY":
            sources = recipes.in_the_image() if words[0] == "." else map(Path, words[:-1])
            for source in sources:
                to = machine.path(words[-1]) / source
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / source, to)
        case "RUN":
            machine.run(instruction.text)
        case "USER" | "VOLUME" | "EXPOSE":
            pass  # everything is started as nobody; there is no engine to tell
        case _:
            raise NotImplementedError(instruction)


def variables_of(service: str, database: str, port: int) -> dict[str, str]:
    """Return what the compose file gives a service, its database and port being this test's."""
    given = recipes.set_in_example() | recipes.compose()["services"][service]["environment"]
    known = {name: str(value) for name, value in given.items() if name not in recipes.OF_COMPOSE}
    known |= {"WEB_PROCESSES": "2"} if service == "web" else {}
    return known | {"DATABASE_URL": database, "BIND": f"127.0.0.1:{port}"}


def test_the_image_is_built_and_its_services_come_to_be_ready() -> None:
    services = recipes.compose()["services"]
    (port,) = free_ports(1)

    with built() as (image, told), empty_database() as database:
        given = {name: variables_of(name, database, port) for name in ("prepare", "web", "worker")}
        refused = finished(image, *told["CMD"], **given["web"])
        prepared = finished(image, *services["prepare"]["command"], **given["prepare"])
        assert prepared == 0
        asked = services["web"]["healthcheck"]["test"][1:]
        with (
            running(image, *told["CMD"], **given["web"]),
            running(image, *services["worker"]["command"], **given["worker"]),
        ):
            is_ready = becomes_ready(image, *asked, **given["web"])
        secrets = image.path("/data/secrets.env").stat()
        written = list_of_what_nobody_may_write(image)

    assert asked == told["HEALTHCHECK"]
    assert refused != 0  # before `prepare` nothing is served
    assert is_ready
    assert secrets.st_mode & 0o077 == 0
    assert written == []


def list_of_what_nobody_may_write(image: Machine) -> list[Path]:
    """Return what of the program belongs to the user it runs as; only root sees a difference."""
    owner = image.path("/data").stat().st_uid
    files = image.path("/opt/remit").rglob("*") if IS_ROOT else []
    return [path for path in files if path.lstat().st_uid == owner]
