"""`make fuzz`: mutants through every importer, in limited processes.

Only a reading or a refusal by name is let pass.

`FUZZ_MUTANTS` (100,000) are shared out among the importers, mutants 0, 1, 2 ... of `FUZZ_SEED`
("1"); `FUZZ_SECONDS`, where it is set, ends the campaign earlier. Small files of the corpus are
further seeds where `REMIT_CORPUS` names it. A file that breaks a rule is kept in `FUZZ_FOLDER`
(var/fuzz) with what became of it and the command that reads it again; then the exit code is 1.
"""

import tests.environment  # isort: skip  # before anything reads settings

import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Final

from tests.figures import keep
from tests.fuzzing.child import MEGABYTES, SECONDS
from tests.fuzzing.watching import Outcome, Watched

MUTANTS: Final = 100_000
COMMAND: Final = "make fuzz"

_BATCH: Final = 200


@dataclass(slots=True)
class Tally:
    """What came of all files so far; several threads add to it."""

    words: dict[str, Counter[str]] = field(default_factory=dict)
    defects: list[Outcome] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def count(self) -> int:
        """Return the number of files."""
        return sum(sum(words.values()) for words in self.words.values())

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        with self.lock:
            self.words.setdefault(outcome.importer, Counter())[outcome.word] += 1
            self.slowest = max(self.slowest, outcome.seconds)
            self.largest = max(self.largest, outcome.megabytes)
            if outcome.defect:
                self.defects.append(outcome)


def run(importers: list[str], *, mutants: int, seed: str, seconds: float, processes: int) -> Tally:
    """Read `mutants` in all, shared out among the importers, for at most so many seconds."""
    tally, ends = Tally(), monotonic() + seconds
    batches = iter(_batches(importers, mutants))
    taking = threading.Lock()

    def work() -> None:
        with Watched() as watched:
            while monotonic() < ends:
                with taking:
                    batch = next(batches, None)
                if batch is None:
                    return
                for outcome in watched.outcomes(batch[0], seed, batch[1]):
                    tally.add(outcome)
                _progress(tally, mutants)

    threads = [threading.Thread(target=work) for _ in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return tally


def _batches(importers: list[str], mutants: int) -> Iterator[tuple[str, range]]:
    """Yield numbers of mutants, a batch of each importer in turn."""
    shares = {name: len(range(at, mutants, len(importers))) for at, name in enumerate(importers)}
    for start in range(0, max(shares.values()), _BATCH):
        for name, share in shares.items():
            if start < share:
                yield name, range(start, min(share, start + _BATCH))


def _progress(tally: Tally, mutants: int) -> None:
    defects = f"{len(tally.defects)} defects"
    sys.stderr.write(f"\r{tally.count:,} of {mutants:,} mutants, {defects} ")
    sys.stderr.flush()


def saved(outcome: Outcome, folder: Path) -> Path:
    """Keep a file that broke a rule, with what became of it and how to read it again."""
    from tests.fuzzing.sources import made

    name = f"{outcome.importer}-{outcome.source}-{outcome.number}".replace(" ", "-")
    file = made(outcome.importer, outcome.source, outcome.number)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.bytes").write_bytes(file.content)
    place = f'"{outcome.importer}" {outcome.source} {outcome.number}'
    corpus = "REMIT_CORPUS=... " if os.environ.get("REMIT_CORPUS") else ""
    command = f"{corpus}.venv/bin/python -m tests.fuzzing.child {place}"
    told = folder / f"{name}.txt"
    told.write_text(f"{command}\nname: {file.name!r}\n\n{outcome.word}\n{outcome.defect}\n")
    return told


def rows(tally: Tally, seed: str) -> dict[str, str]:
    """Return the figures of a campaign."""
    each = ", ".join(f"{name} {sum(words.values()):,}" for name, words in tally.words.items())
    counts: Counter[str] = sum(tally.words.values(), Counter())
    taken = counts["read"]
    return {
        f"mutants through {len(tally.words)} importers": f"{tally.count:,}, seed {seed} ({each})",
        "mutants that were read, the others refused by name": f"{taken:,} of {tally.count:,}",
        "mutants with another exception, or beyond a limit": f"{len(tally.defects)}",
        "slowest mutant, of the processor": f"{tally.slowest:.2f} s (limit {SECONDS} s)",
        "most memory that a mutant took": f"{tally.largest} MB (limit {MEGABYTES} MB)",
    }


def main() -> int:
    """Run the campaign, keep its figures, and tell whether a defect was found."""
    import django

    django.setup()
    from tests.fuzzing.importers import IMPORTERS

    seed = os.environ.get("FUZZ_SEED", "1")
    tally = run(
        list(IMPORTERS),
        mutants=int(os.environ.get("FUZZ_MUTANTS", MUTANTS)),
        seed=seed,
        seconds=float(os.environ.get("FUZZ_SECONDS", "inf")),
        processes=int(os.environ.get("FUZZ_PROCESSES", os.cpu_count() or 1)),
    )
    sys.stderr.write("\n")
    folder = Path(os.environ.get("FUZZ_FOLDER", "var/fuzz"))
    told = [saved(each, folder) for each in tally.defects]
    sys.stdout.writelines(chain.from_iterable((f"{path}\n", path.read_text()) for path in told))
    keep(COMMAND, rows(tally, seed), engine="none")
    return 1 if told else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    finally:
        tests.environment.FOLDER.cleanup()
