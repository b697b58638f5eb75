"""The recipes say what the project expects, and nothing it does not know."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.deploy import recipes
from tests.messages import ROOT

# Services of the compose file that run Remit's image.
OURS = ("prepare", "web", "worker")
OTHERS = ("postgres", "nginx")
# What the compose specification has, as far as it is used: a key mistyped says nothing elsewhere.
KEYS = {
    "build",
    "cap_drop",
    "command",
    "depends_on",
    "env_file",
    "environment",
    "healthcheck",
    "image",
    "init",
    "networks",
    "ports",
    "read_only",
    "restart",
    "security_opt",
    "shm_size",
    "stop_grace_period",
    "sysctls",
    "tmpfs",
    "user",
    "volumes",
}
HEALTH = {"test", "interval", "timeout", "start_period", "retries", "disable"}
STATES = {"service_healthy", "service_completed_successfully"}
SCRIPTS = sorted((recipes.DEPLOY / "bin").iterdir())


def _of_remit(names: set[str]) -> set[str]:
    return names - recipes.OF_COMPOSE


def test_the_example_has_every_variable_and_no_other() -> None:
    named = recipes.example().keys()

    assert len(recipes.documented()) > 40
    assert _of_remit(set(named)) == recipes.documented()


def test_the_example_says_of_each_variable_what_it_is() -> None:
    text = (ROOT / ".env.example").read_text()

    sections = re.split(r"\n\n", text)

    assert all(section.startswith("# ") for section in sections)


def test_the_example_holds_no_secret() -> None:
    secret = [name for name in recipes.example() if re.search("SECRET_KEY|AUDIT_KEY$|PASS", name)]

    assert {"SECRET_KEY", "AUDIT_KEY", "REMIT_ADMIN_PASSWORD"} <= set(secret)
    assert not [name for name in secret if recipes.example()[name]]


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
def test_a_service_says_only_what_compose_understands(name: str) -> None:
    services = recipes.compose()["services"]
    service = services[name]

    waits_for = service.get("depends_on", {})

    assert service.keys() <= KEYS
    assert service["healthcheck"].keys() <= HEALTH
    assert waits_for.keys() <= services.keys()
    assert {each["condition"] for each in waits_for.values()} <= STATES


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
@pytest.mark.asvs("13.2.2")
def test_a_container_may_little(name: str) -> None:
    service = recipes.compose()["services"][name]

    user = service["user"].split(":")

    assert len(user) == 2
    assert all(int(each) > 0 for each in user)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service.keys() & {"privileged", "cap_add", "network_mode", "pid", "devices"}
    assert "/var/run/docker.sock" not in str(service.get("volumes"))


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
def test_a_container_starts_again_and_says_how_it_is(name: str) -> None:
    service = recipes.compose()["services"][name]

    is_once = name == "prepare"

    assert service["restart"] == ("no" if is_once else "unless-stopped")
    assert "healthcheck" in service
    assert is_once or name == "worker" or service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("name", [*OURS, *OTHERS])
def test_every_image_is_pinned_and_names_no_registry(name: str) -> None:
    image = recipes.compose()["services"][name]["image"]

    assert re.fullmatch(r"[a-z]+:\d+(\.\d+)*(-\w+)?", image)


def test_the_compose_file_has_these_services_and_names_its_volumes() -> None:
    found = recipes.compose()
    mounted = [volume for each in found["services"].values() for volume in each["volumes"]]

    named = {source for source, _, _ in (mount.partition(":") for mount in mounted)}

    assert found["services"].keys() == {*OURS, *OTHERS}
    assert {name for name in named if not name.startswith("./")} == set(found["volumes"])
    assert found["networks"]["back"] == {"internal": True}
    assert found["services"]["postgres"]["networks"] == ["back"]
    assert [name for name, each in found["services"].items() if "ports" in each] == ["nginx"]


def test_the_compose_file_mounts_what_is_there() -> None:
    mounts = recipes.compose()["services"]["nginx"]["volumes"]

    sources = {mount.split(":")[0] for mount in mounts} - {"./tls"}

    assert len(sources) == 2
    assert all((ROOT / source).is_file() for source in sources)


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_knows_each_variable_it_is_given(name: str) -> None:
    service = recipes.compose()["services"][name]

    assert service["env_file"] == ".env"
    assert set(service["environment"]) <= recipes.documented()
    assert service["environment"]["REMIT_EMBEDDED_WORKER"] == "off"


def test_the_compose_file_asks_for_no_variable_that_the_example_lacks() -> None:
    text = (ROOT / "compose.yaml").read_text()

    asked = set(re.findall(r"\$\{(\w+)", text))

    assert asked == {"POSTGRES_PASSWORD", "WEB_PROCESSES"}
    assert asked <= recipes.example().keys()


def test_the_image_is_of_this_release_and_serves_as_the_project_does() -> None:
    release = re.search(r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)

    assert release
    assert recipes.compose()["services"]["web"]["image"] == f"remit:{release[1]}"


def test_the_image_names_no_registry_runs_as_nobody_and_installs_by_hash() -> None:
    stages = recipes.dockerfile()
    last = {each.name: each.text for each in stages[-1]}

    bases = {stage[0].text.split()[0] for stage in stages}
    installs = [each.text for stage in stages for each in stage if "pip install" in each.text]

    assert bases == {"python:3.11-slim-bookworm"}
    assert last["USER"] == "10001:10001"
    assert last["VOLUME"] == "/data"
    assert "deploy/ready.py" in last["HEALTHCHECK"]
    assert installs
    assert all("--require-hashes" in each for each in installs)
    assert not re.search("://|index-url", (ROOT / "Dockerfile").read_text())


def test_what_runs_goes_into_the_image_and_nothing_else() -> None:
    files = list(recipes.in_the_image())
    taken = {path.parts[0] for path in files}

    apps = {app.split(".")[0] for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}

    assert apps | {"raci_project", "manage.py", "requirements.txt", "locale"} <= taken
    assert not taken & {".env", ".git", ".venv", "tests", "var", "tls", "docs", "secrets.env"}
    assert not [path for path in files if path.suffix == ".pyc"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_is_sound(path: Path) -> None:
    read = subprocess.run(["/bin/sh", "-n", str(path)], check=False)  # noqa: S603

    assert read.returncode == 0
    assert path.stat().st_mode & 0o111 == 0o111


@pytest.mark.parametrize("path", recipes.SERVICES, ids=lambda path: path.name)
def test_a_service_runs_as_remit_and_only_what_is_there(path: Path) -> None:
    service = recipes.unit(path)["Service"]

    command = service["ExecStart"].split()[0].removeprefix("/opt/remit/")

    assert service["User"] == service["Group"] == "remit"
    assert service["StateDirectory"] == "remit"
    assert service.get("EnvironmentFile", "/etc/remit/remit.env") == "/etc/remit/remit.env"
    assert command == ".venv/bin/python" or (ROOT / command).is_file()


@pytest.mark.parametrize("path", recipes.UNITS, ids=lambda path: path.name)
def test_a_unit_is_started_by_something(path: Path) -> None:
    timer = path.with_suffix(".timer")

    started = recipes.unit(timer if timer.exists() else path)

    assert started["Install"]["WantedBy"] in {"multi-user.target", "timers.target"}


def test_nginx_takes_as_much_as_remit() -> None:
    conf = (recipes.DEPLOY / "nginx" / "remit.conf").read_text()

    found = re.search(r"client_max_body_size (\d+)m;", conf)

    assert found
    assert settings.EVIDENCE_MAX_BYTES < int(found[1]) << 20 < settings.EVIDENCE_MAX_BYTES * 1.1
