"""An export as a reader has it."""

import gzip
import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile


class Opened:
    """An export as a reader has it, who knows nothing of ours."""

    def __init__(self, content: bytes) -> None:
        """Read all of it."""
        with ZipFile(BytesIO(content)) as archive:
            named = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
        self.files = named

    def lines(self, name: str) -> list[dict[str, Any]]:
        """Return the lines of one of its files."""
        return [json.loads(each) for each in gzip.decompress(self.files[name]).splitlines()]

    def text(self) -> str:
        """Return everything it says, unpacked."""
        contents = (
            gzip.decompress(content) if name.endswith(".gz") else content
            for name, content in self.files.items()
        )
        return "\n".join(content.decode(errors="replace") for content in contents)
