"""A worker that is killed in an import: `python -m tests.faults.killed POINT`."""

import os
import signal
import sys
from typing import Any

import django


def main(point: str) -> None:
    """Do the job that waits, and be killed at the point."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from jobs.services import Watch, run_next
    from matrix.services.importing import working

    def killing(owner: Any, name: str, *, is_after: bool) -> None:
        real = getattr(owner, name)

        def killed(*args: Any, **kwargs: Any) -> Any:
            result = real(*args, **kwargs) if is_after else None
            os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(owner, name, killed)

    points = {
        "reading": (working, "outcome_of", False),
        "read": (working, "outcome_of", True),
        "publishing": (working, "publish_reading", False),
        "published": (working, "publish_reading", True),
        "finished": (Watch, "finish", True),
    }
    owner, name, is_after = points[point]
    killing(owner, name, is_after=is_after)
    run_next()


if __name__ == "__main__":
    main(sys.argv[1])
