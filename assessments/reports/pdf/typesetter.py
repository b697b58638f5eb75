"""Sets a paper, in a process of its own: JSON on standard input, a PDF on standard output.

Started by path (`python -I typesetter.py FOLDER SECONDS BYTES MOMENT`), so that nothing of Remit
is loaded and nothing of its environment is known here. Only FOLDER can be read from a template;
no package is looked for, and no font outside FOLDER is used.
"""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst


def main(folder: Path, seconds: int, memory: int, moment: int) -> None:
    """Set the paper that standard input holds, within `seconds` of work and `memory` bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder / "fonts")],
    )
    nowhere = str(folder / "typst" / "packages")
    compiler = typst.Compiler(
        input=str(folder / "typst" / "remit.typ"),
        root=str(folder / "typst"),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"paper": sys.stdin.read()},
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=datetime.fromtimestamp(moment, tz=UTC)
    )
    if not isinstance(made, bytes):
        raise TypeError("no single file was made")
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
