"""Why a reading ends without a matrix: one exception, with a code of the closed list."""

from typing import Final, Literal

RefusalCode = Literal[
    "not-text",
    "empty",
    "too-large",
    "no-table",
    "no-activity-column",
    "no-role-column",
    "one-party",
    "no-matrix",
    "glued",
    "unsupported-format",
    "encrypted",
    "bomb",
    "damaged",
]

REFUSAL_CODES: Final[tuple[RefusalCode, ...]] = RefusalCode.__args__  # type: ignore[attr-defined]


class MatrixRefused(Exception):
    """The input cannot be read as a matrix, and nothing of it may be written.

    `code` is one of `REFUSAL_CODES` (CONTRACTS.md, "Findings"), `where` the place in the
    input ("line 12", "line 3, byte 140", "byte 0"), `message` an English sentence for the
    person who brought the file.
    """

    def __init__(self, code: RefusalCode, where: str, message: str) -> None:
        """Keep the three facts; the text of the exception is the message and its place."""
        super().__init__(f"{message} ({where})")
        self.code: Final[RefusalCode] = code
        self.where: Final = where
        self.message: Final = message
