"""Archives that are the same whenever they are made."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final

_DAY: Final = (2026, 1, 1, 0, 0, 0)
_MOMENT: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def zipped(parts: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return an archive; a name may stand twice, which is a warning otherwise."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts:
            archive.NameToInfo.pop(name, None)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = method
            archive.writestr(entry, content)
    return file.getvalue()


def unzipped(content: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a good archive, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]


def without_moments(content: bytes) -> bytes:
    """Return a workbook that does not say when it was made."""
    moment = b"2026-01-01T00:00:00Z"
    parts = [(name, _MOMENT.sub(moment, part)) for name, part in unzipped(content)]
    return zipped(parts, zipfile.ZIP_DEFLATED)
