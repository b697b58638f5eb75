"""`make audit`: ask for known weaknesses in what the locks pin.

Three ways to end: 0, none is known; 1, some are, and they are printed; 3, it could not be found
out, because the lists of weaknesses, or the tool that asks for them, could not be reached. The
third is no pass: whoever reads only "0 or not" is told that something is wrong.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
TOOL: Final = ROOT / ".venv" / "audit"
LOCKS: Final = ("requirements.txt", "requirements-s3.txt", "requirements-dev.txt")
KNOWN_WEAKNESSES: Final = 1
NOT_AUDITED: Final = 3
SECONDS: Final = 300


def audit(locks: Sequence[str], *, tool: Sequence[str], seconds: float = SECONDS) -> int:
    """Ask `tool` about each lock, print what it found, and return how it ended (see above)."""
    ends = [_ask(lock, tool, seconds) for lock in locks]
    return max(ends)


def _ask(lock: str, tool: Sequence[str], seconds: float) -> int:
    # With hashes and no resolver nothing is installed: the pins are asked about as they are.
    options = ["--format", "json", "--progress-spinner", "off", "--disable-pip"]
    asked = [*tool, *options, "--require-hashes", "-r", str(ROOT / lock)]
    try:
        done = subprocess.run(  # noqa: S603  # our own list
            asked, capture_output=True, text=True, timeout=seconds, check=False
        )
        found = json.loads(done.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        return _say(f"{lock}: could not be audited ({type(error).__name__}).", NOT_AUDITED)
    return _told(lock, found)


def _told(lock: str, found: list[dict[str, Any]]) -> int:
    skipped = [each for each in found if "skip_reason" in each]
    if skipped or not found:
        reason = f", of {skipped[0]['name']}: {skipped[0]['skip_reason']}" if skipped else ""
        text = f"{lock}: could not be audited: {len(skipped)} of {len(found)} skipped{reason}."
        return _say(text, NOT_AUDITED)
    weak = [each for each in found if each["vulns"]]
    for each in weak:
        for known in each["vulns"]:
            mended = ", ".join(known.get("fix_versions") or []) or "no version yet"
            _say(
                f"{lock}: {each['name']} {each['version']}: {known['id']}, mended in {mended}.", 1
            )
    if weak:
        return KNOWN_WEAKNESSES
    return _say(f"{lock}: no weakness is known of {len(found)} libraries.", 0)


def _say(text: str, end: int) -> int:
    sys.stdout.write(f"{text}\n")
    return end


def _prepare() -> Sequence[str]:
    """Install the tool beside the environment, which it must not change; return how to run it."""
    python = TOOL / "bin" / "python"
    pins = ROOT / "requirements-audit.txt"
    for step in (
        [sys.executable, "-m", "venv", str(TOOL)],
        [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pins)],
    ):
        try:
            subprocess.run(step, check=False, timeout=SECONDS)  # noqa: S603  # our own list
        except (OSError, subprocess.TimeoutExpired):
            break
    return [str(python), "-m", "pip_audit"]


if __name__ == "__main__":
    sys.exit(audit(LOCKS, tool=_prepare()))
