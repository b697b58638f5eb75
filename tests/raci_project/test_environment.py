"""A variable that is wrong gets one sentence that names it; a good one is taken as it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from raci_project.environment import Env, Refused, is_loopback
from raci_project.secrets import keys
from raci_project.vault import make_folder


@pytest.mark.parametrize(
    ("read", "value"),
    [
        pytest.param(lambda env: env.int("X", default=1), "abc", id="no number"),
        pytest.param(lambda env: env.int("X", default=1), "-1", id="negative"),
        pytest.param(lambda env: env.number("X", default=1, least=1), "0", id="too few"),
        pytest.param(lambda env: env.bool("X", default=False), "maybe", id="no switch"),
        pytest.param(lambda env: env.site("X", default=""), "remit.example", id="no scheme"),
        pytest.param(lambda env: env.site("X", default=""), "ftp://remit.example", id="not http"),
        pytest.param(lambda env: env.site("X", default=""), "https://a.example/b", id="a path"),
        pytest.param(lambda env: env.site("X", default=""), "https://a:b@c.example", id="a user"),
        pytest.param(lambda env: env.site("X", default=""), "https://a.example:zz", id="no port"),
        pytest.param(lambda env: env.site("X", default=""), "https://[a", id="no address"),
        pytest.param(lambda env: env.zone("X", default=""), "Mars", id="no zone"),
        pytest.param(lambda env: env.zone("X", default=""), "../etc/passwd", id="no zone's name"),
        pytest.param(lambda env: env.bind("X", default=""), "8000", id="no host"),
        pytest.param(lambda env: env.bind("X", default=""), "unix:relative", id="no path"),
        pytest.param(lambda env: env.one_of("X", ("a", "b"), default="a"), "c", id="no such word"),
    ],
)
def test_what_is_malformed_is_named_in_one_sentence(
    read: Callable[[Env], Any], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", value)

    with pytest.raises(Refused) as refused:
        read(Env())

    assert str(refused.value).startswith("X takes ")
    assert value in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("read", "value"),
    [
        pytest.param(lambda env: env.database("X", default=""), "//u:hush@h/n", id="database"),
        pytest.param(
            lambda env: env.database("X", default=""), "postgres://u:hush@h:zz/n", id="its port"
        ),
        pytest.param(lambda env: env.database("X", default=""), "mysql://u:hush@h/n", id="engine"),
        pytest.param(lambda env: env.mail("X", default=""), "mail://u:hush@h", id="mail"),
        pytest.param(lambda env: env.mail("X", default=""), "smtp://u:hush@h:zz", id="mail port"),
        pytest.param(lambda env: env.mail("X", default=""), "smtp:///hush", id="no mail host"),
    ],
)
def test_a_value_that_may_hold_a_password_is_not_repeated(
    read: Callable[[Env], Any], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", value)

    with pytest.raises(Refused, match=r"^X takes ") as refused:
        read(Env())

    assert "hush" not in str(refused.value)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        pytest.param(lambda env: env.int("X", default=7), "", 7, id="nothing is not set"),
        pytest.param(lambda env: env.int("X", default=7), "0", 0, id="a number"),
        pytest.param(lambda env: env.str("X", default=""), "$ecret", "$ecret", id="a dollar"),
        pytest.param(lambda env: env.bool("X", default=False), "On", True, id="a switch"),
        pytest.param(
            lambda env: env.site("X", default=""),
            "https://a.example/",
            "https://a.example",
            id="site",
        ),
        pytest.param(lambda env: env.zone("X", default=""), "UTC", "UTC", id="zone"),
        pytest.param(
            lambda env: env.bind("X", default=""), "unix:/run/x", "unix:/run/x", id="socket"
        ),
        pytest.param(lambda env: env.bind("X", default=""), "[::1]:80", "[::1]:80", id="port"),
        pytest.param(
            lambda env: env.mail("X", default="")["EMAIL_PORT"], "smtp://h:25", 25, id="mail"
        ),
        pytest.param(
            lambda env: env.database("X", default="")["HOST"],
            "postgres://u:p@h/n",
            "h",
            id="database",
        ),
    ],
)
def test_what_is_well_formed_is_taken(
    read: Callable[[Env], Any], value: str, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("X", value)

    found = read(Env())

    assert found == expected


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://[::1]:80", True),
        ("http://127.9.9.9", True),
        ("https://remit.example", False),
        ("http://192.168.1.7", False),
        ("http://localhost.example", False),
        ("http://0.0.0.0", False),
    ],
)
def test_only_this_very_machine_is_not_production(url: str, is_here: bool) -> None:
    assert is_loopback(url) is is_here


def test_keys_of_the_environment_need_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "s")
    monkeypatch.setenv("AUDIT_KEY", "a")

    found = keys(Env(), tmp_path / "secrets.env")

    assert found == ("s", "a")
    assert not list(tmp_path.iterdir())


def test_a_key_the_environment_lacks_is_the_file_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "s")
    monkeypatch.delenv("AUDIT_KEY", raising=False)

    secret, audit = keys(Env(), tmp_path / "secrets.env")

    assert secret == "s"
    assert f"AUDIT_KEY={audit}" in (tmp_path / "secrets.env").read_text()


def test_a_file_of_secrets_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^REMIT_SECRETS: .* directory\.$"):
        keys(Env(), tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(Refused, match=r"^REMIT_DATA: .* cannot be made"):
        make_folder(tmp_path / "file" / "data", variable="REMIT_DATA")
