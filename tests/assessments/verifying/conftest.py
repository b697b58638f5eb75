"""A workbook that the tests of a module share. Models are imported once Django is set up."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.assessments.shared import Shared
    from tests.assessments.verifying.files import Exported


@pytest.fixture(scope="module")
def exported(full: "Shared") -> "Exported":
    """Return the workbook of a full assessment, made by the installation."""
    from tests.assessments.verifying.files import make_exported

    return make_exported(full.assessment)
