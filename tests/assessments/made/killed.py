"""A worker that is killed while it makes a workbook: `python -m tests.assessments.made.killed`.

The argument is the point at which it kills itself.
"""

import os
import signal
import sys
from typing import Any

import django


def main(point: str) -> None:
    """Do the job that waits, until the point."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    django.setup()
    from assessments import background
    from assessments.reports import writer
    from assessments.services.made import finishing
    from jobs.services import run_next

    def killing(module: Any, name: str, *, is_after: bool) -> None:
        real = getattr(module, name)

        def killed(*args: Any, **kwargs: Any) -> Any:
            result = real(*args, **kwargs) if is_after else None
            os.kill(os.getpid(), signal.SIGKILL)
            return result

        setattr(module, name, killed)

    points = {
        "read": (background, "write_workbook", False),
        "half written": (writer._Writer, "_write_table", True),
        "written": (background, "place", False),
        "placed": (background, "place", True),
        "recorded": (finishing, "record_export", True),
        "committed": (background, "finish_made_file", True),
    }
    module, name, is_after = points[point]
    killing(module, name, is_after=is_after)
    run_next()


if __name__ == "__main__":
    main(sys.argv[1])
