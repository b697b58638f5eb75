"""Static files are collected under names that change with their content, all links included."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings
from pytest_django import Settings

from raci_project import starting
from raci_project.collecting import HashedFiles
from raci_project.environment import Refused

LINK = re.compile(
    r"""url\(["']?([^"')#]+)|(?:^|;|\})\s*import\s*(?:[\w{}*\s,$]+\sfrom\s*)?["']([^"']+)["']"""
    r"""|\bfrom\s+["'](\.[^"']+)["']|import\(["']([^"']+)["']\)""",
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def collected() -> Iterator[Path]:
    """Collect once for the tests of this module."""
    with TemporaryDirectory() as folder, override_settings(STATIC_ROOT=folder):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield Path(folder)


@pytest.fixture
def production(collected: Path, settings: Settings) -> Path:
    """Return the collected files, served as in production."""
    settings.STATIC_ROOT = str(collected)
    settings.IS_IN_PRODUCTION = True
    return collected


def links_of(collected: Path) -> dict[str, set[str]]:
    """Return what each hashed style sheet and module leads to, names in the folder."""
    names = json.loads((collected / "staticfiles.json").read_text())["paths"].values()
    return {
        name: {
            normpath(join(dirname(name), "".join(found)))
            for found in LINK.findall((collected / name).read_text())
            if not "".join(found).startswith("data:")
        }
        for name in names
        if name.endswith((".css", ".js"))
    }


@pytest.mark.thorough
def test_every_link_between_collected_files_leads_to_a_hashed_name(collected: Path) -> None:
    hashed = set(json.loads((collected / "staticfiles.json").read_text())["paths"].values())

    links = links_of(collected)

    assert sum(map(len, links.values())) > 80
    assert not {name: found - hashed for name, found in links.items() if found - hashed}
    assert not [name for name in hashed if not (collected / name).is_file()]


@pytest.mark.thorough
def test_what_browsers_read_as_text_is_kept_compressed_too(collected: Path) -> None:
    names = json.loads((collected / "staticfiles.json").read_text())["paths"].values()

    large = [name for name in names if (collected / name).stat().st_size > 2000]
    texts = [name for name in large if name.endswith((".css", ".js", ".svg"))]

    assert texts
    assert not [name for name in texts if not (collected / f"{name}.gz").is_file()]


@pytest.mark.thorough
def test_production_serves_hashed_names_and_the_embedded_installation_plain_ones(
    production: Path, settings: Settings
) -> None:
    in_production = HashedFiles().url("js/menu.js")
    settings.IS_IN_PRODUCTION = False
    embedded = static("js/menu.js")

    assert re.fullmatch(r"/static/js/menu\.[0-9a-f]{12}\.js", in_production)
    assert embedded == "/static/js/menu.js"


@pytest.mark.thorough
def test_a_file_that_changed_since_is_to_be_collected_again(production: Path) -> None:
    assert starting.is_collected()
    menu = production / "js" / "menu.js"
    before = menu.read_bytes()

    menu.write_bytes(before + b"// of another release\n")
    is_collected = starting.is_collected()

    menu.write_bytes(before)
    assert not is_collected


@pytest.mark.thorough
def test_production_without_collected_files_says_which_command_makes_them(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    monkeypatch.setattr(starting, "_is_migrated", lambda: True)

    with pytest.raises(Refused, match=r"manage\.py collectstatic"):
        starting.refuse_unprepared()
