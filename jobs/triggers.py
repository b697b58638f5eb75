"""What was asked never changes, what ended stays as it ended, and the asker belongs there."""

from database.triggers import Trigger, frozen_columns, same_organisation

_ASKED = ("key", "kind", "organisation_id", "made_by_id", "payload", "created_at")
_ENDED = "OLD.finished_at IS NOT NULL"

# On insertion alone: the columns it compares are frozen.
_MAKER_IS_MEMBER, _ = same_organisation("jobs_job", "made_by_id", "accounts_membership")

TRIGGERS: tuple[Trigger, ...] = (
    _MAKER_IS_MEMBER,
    frozen_columns("jobs_job", _ASKED, condition="1 = 1", message="what a job asks is kept"),
    Trigger("jobs_job_ended", "jobs_job", "UPDATE", _ENDED, "a job that ended stays as it ended"),
)
