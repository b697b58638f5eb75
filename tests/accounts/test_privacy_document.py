"""docs/privacy.md says what is so: its commands exist, and its figures are those of the code."""

import re

from django.core.management import get_commands, load_command_class

from accounts.selectors.closing import LINK_DAYS
from assessments.services.intakes.clearing import KEPT_FOR
from assessments.services.links.noting import KEPT
from tests.messages import ROOT

TEXT = (ROOT / "docs" / "privacy.md").read_text()


def test_each_command_it_names_exists_with_its_options() -> None:
    named = re.findall(r"manage\.py (\w+)([^\n]*)", TEXT)

    assert {name for name, _rest in named} >= {"erase_person", "export_organisation"}
    for name, rest in named:
        parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
        known = {option for action in parser._actions for option in action.option_strings}
        assert set(re.findall(r"(?<=\s)-{1,2}\w+", rest)) <= known


def test_its_days_are_those_of_the_code() -> None:
    assert f"{KEPT_FOR.days} days after, where nobody applied them" in TEXT
    assert f"| {KEPT.days} days after |" in TEXT
    assert re.search(rf"for {LINK_DAYS}\s+days", TEXT)
