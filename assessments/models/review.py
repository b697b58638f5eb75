"""The words of a review: what is confirmed, and what it can come to."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Review(models.TextChoices):
    """What came of a second look at what a row says. Any change of that takes it back to none."""

    NONE = "none", _("not reviewed")
    SUBMITTED = "submitted", _("submitted")
    ACCEPTED = "accepted", _("accepted")
    SENT_BACK = "sent_back", _("sent back")


# What a reviewer confirms of a row. Who has it and by when is a manager's to say at any time.
CONFIRMED: Final = ("coverage", "reason", "until", "note")
# The columns of a review, as they are before one.
NOT_REVIEWED: Final = {
    "review": Review.NONE.value,
    "submitted_at": None,
    "submitted_by_id": None,
    "reviewed_at": None,
    "reviewed_by_id": None,
    "review_reason": "",
}
