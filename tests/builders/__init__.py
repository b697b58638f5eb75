"""Things to test with, made through the services that make them in earnest.

Each `make_x()` gives something valid with no argument, and takes what the test is about.
"""

from tests.builders.assessments import (
    make_answers,
    make_assessment,
    make_hand_over,
    make_opinions,
    make_option,
    make_reader,
    make_share,
    make_sign_off,
    make_upgrade,
)
from tests.builders.evidence import make_evidence, make_file, make_link, make_upload
from tests.builders.intakes import make_intake
from tests.builders.matrices import PAGE, make_edition, make_labels, make_page
from tests.builders.moments import NOW
from tests.builders.people import (
    PASSWORD,
    Invited,
    key_in,
    make_former_member,
    make_invitation,
    make_member,
    make_organisation,
    make_team,
    make_user,
)

__all__ = [
    "NOW",
    "PAGE",
    "PASSWORD",
    "Invited",
    "key_in",
    "make_answers",
    "make_assessment",
    "make_edition",
    "make_evidence",
    "make_file",
    "make_former_member",
    "make_hand_over",
    "make_intake",
    "make_invitation",
    "make_labels",
    "make_link",
    "make_member",
    "make_opinions",
    "make_option",
    "make_organisation",
    "make_page",
    "make_reader",
    "make_share",
    "make_sign_off",
    "make_team",
    "make_upgrade",
    "make_upload",
    "make_user",
]
