"""What `make test` leaves out is on record, and is there."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.slow import is_slow, measured, slow_tests

REPORT = """<testsuites><testsuite>
<testcase classname="tests.jobs.test_x" name="test_long[a]" time="0.2" />
<testcase classname="tests.jobs.test_x" name="test_long[b]" time="0.01" />
<testcase classname="tests.jobs.test_x.TestThese" name="test_long@group" time="0.3" />
<testcase classname="tests.jobs.test_x" name="test_short" time="0.05" />
<testcase classname="tests.test_rights" name="test_long" time="5" />
</testsuite></testsuites>"""


def test_every_test_on_record_is_there() -> None:
    gone = [name for name in slow_tests() if not _is_there(*name.split("::"))]

    assert slow_tests()
    assert gone == []


def test_of_a_report_the_long_ones_are_taken_and_none_of_the_project_as_a_whole(
    tmp_path: Path,
) -> None:
    report = tmp_path / "times.xml"
    report.write_text(REPORT)

    found = set(measured(report))

    assert found == {
        "tests/jobs/test_x.py::test_long",
        "tests/jobs/test_x.py::TestThese::test_long",
    }


def test_a_case_is_slow_with_its_test() -> None:
    name = min(slow_tests())

    assert is_slow(f"{name}[a case]")
    assert is_slow(f"{name}@a group")
    assert not is_slow("tests/test_slow.py::test_a_case_is_slow_with_its_test")


@pytest.mark.xdist_group("together")
def test_several_processes_keep_the_tests_of_a_group_in_one(
    request: pytest.FixtureRequest,
) -> None:
    is_one_of_several = hasattr(request.config, "workerinput")

    assert request.node.nodeid.endswith("@together") == is_one_of_several


def _is_there(path: str, *names: str) -> bool:
    file = settings.BASE_DIR / path
    return file.is_file() and f"def {names[-1]}(" in file.read_text()
