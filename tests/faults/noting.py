"""The figures of `make faults`: what people saw of each fault, and how soon it worked again."""

import os

from tests.faults.installation import Reply
from tests.figures import keep


def note(
    fault: str, seen: Reply | str, seconds: float | None, *, engine: str | None = None
) -> None:
    """Keep what was seen, and after how many seconds it worked, if that says anything.

    Only `make faults` does. Called when nothing that was acknowledged is lost. `engine` is the one
    of this process, unless it is said.
    """
    if "REMIT_FAULTS" not in os.environ:
        return
    what = seen if isinstance(seen, str) else f"{seen.status} “{seen.sentence}”"
    again = "" if seconds is None else f"; worked again after {seconds:.1f} s"
    keep("make faults", {fault: f"{what}{again}; lost: 0"}, engine=engine)
