"""How cells look: the light tokens of the interface, for paper and screen alike.

Printed text is near-black on tint, what the organisation fills in is pen blue on white. Each
coverage has its colour beside its word. The font is Inter, as in the interface; where it is not
installed, office programs take a narrower one, and nothing is cut.
"""

from functools import cache
from typing import Any, cast

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

from assessments.reports.sheets import Kind, LineLook, Look
from assessments.scoring import COVERED, GAP, NOT_APPLICABLE, PARTIAL, UNANSWERED

FONT = "Inter"
SIZE = 9.5
HEADING_HEIGHT = 30.0  # two lines: the filter button covers the end of the lower one
LINE_HEIGHTS = {LineLook.TITLE: 30.0, LineLook.LEAD: 22.0, LineLook.HINT: 16.0}

_INK, _INK_2, _PEN = "16201B", "4A5750", "2341A3"
_PRINTED, _WELL, _HEAD, _RULE, _EDGE = "F5F7F4", "FFFFFF", "E1E7E2", "D3DAD4", "738078"
_LATE = "9E2418"

# Text and tint of each coverage, light theme.
_COVERAGE = {
    COVERED: ("17643D", "D8EEE0"),
    PARTIAL: ("734C00", "FBE8BF"),
    GAP: ("9E2418", "FBDED8"),
    NOT_APPLICABLE: ("4A555D", "E0E5E8"),
    UNANSWERED: (_INK_2, _WELL),
}

_INKS = {Look.PRINTED: _INK, Look.FILLED: _PEN, Look.PLAIN: _INK}
_FILLS = {Look.PRINTED: _PRINTED, Look.FILLED: _WELL, Look.PLAIN: _WELL}
_LINES = {LineLook.TITLE: (18, True, _INK), LineLook.LEAD: (12, True, _INK)}

_HAIRLINE = Side(style="thin", color=_RULE)
_CELL_BORDER = Border(bottom=_HAIRLINE, right=_HAIRLINE)
_HEADING_BORDER = Border(bottom=Side(style="medium", color=_EDGE))
_LINE_ALIGNMENT = Alignment(vertical="center")
_SIDES = {Kind.LETTERS: "center", Kind.NUMBER: "right", Kind.DAYS_LATE: "right"}

# ISO 8601: every other way of writing a day is turned into that of the computer it is opened on.
_NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.NUMBER: "0",
    Kind.DAYS_LATE: "0",
}


def add_styles(book: Workbook) -> None:
    """Give a workbook the named styles that the functions below name."""
    # Widths of columns are counted in digits of this font, which every computer has or imitates.
    cast(Any, book)._named_styles["Normal"].font = Font(name="Arial", size=10)
    for look in Look:
        for kind in Kind:
            book.add_named_style(_heading(look, kind))
            book.add_named_style(_cell(look, kind))
    for line in LineLook:
        book.add_named_style(_line(line))


def cell_style(look: Look, kind: Kind) -> str:
    """Return the name of the style of a cell."""
    return f"Remit {look} {kind}"


def heading_style(look: Look, kind: Kind) -> str:
    """Return the name of the style of the heading of a column."""
    return f"Remit heading {look} {kind}"


def line_style(look: LineLook) -> str:
    """Return the name of the style of a line above the tables."""
    return f"Remit line {look}"


def coverage_rules(words: dict[str, str]) -> list[Rule]:
    """Return the rules that colour a cell by the coverage it says; `words` by code."""
    return [
        Rule(
            type="cellIs",
            operator="equal",
            formula=[f'"{words[coverage]}"'],
            dxf=DifferentialStyle(
                font=Font(color=ink), fill=PatternFill(bgColor=tint, fill_type="solid")
            ),
        )
        for coverage, (ink, tint) in _COVERAGE.items()
    ]


def late_rule() -> Rule:
    """Return the rule that marks a number of days late."""
    late = DifferentialStyle(font=Font(color=_LATE, bold=True))
    return Rule(type="cellIs", operator="greaterThan", formula=["0"], dxf=late)


def _cell(look: Look, kind: Kind) -> NamedStyle:
    is_strong = kind in {Kind.LETTERS, Kind.COVERAGE}
    return NamedStyle(
        name=cell_style(look, kind),
        font=_font(SIZE, _INKS[look], is_strong=is_strong),
        fill=_fill(_FILLS[look]),
        alignment=_alignment(_SIDES.get(kind, "left")),
        border=_CELL_BORDER,
        number_format=_NUMBER_FORMATS.get(kind, "General"),
    )


def _heading(look: Look, kind: Kind) -> NamedStyle:
    return NamedStyle(
        name=heading_style(look, kind),
        font=_font(SIZE, _INKS[look], is_strong=True),
        fill=_fill(_HEAD),
        alignment=_alignment(_SIDES.get(kind, "left")),
        border=_HEADING_BORDER,
    )


def _line(look: LineLook) -> NamedStyle:
    size, is_strong, ink = _LINES.get(look, (SIZE, False, _INK_2))
    return NamedStyle(
        name=line_style(look),
        font=_font(size, ink, is_strong=is_strong),
        alignment=_LINE_ALIGNMENT,
    )


# openpyxl never changes a part of a style: each is made once for all workbooks.
@cache
def _font(size: float, ink: str, *, is_strong: bool) -> Font:
    return Font(name=FONT, size=size, color=ink, bold=is_strong)


@cache
def _fill(colour: str) -> PatternFill:
    return PatternFill(fill_type="solid", fgColor=colour)


@cache
def _alignment(side: Any) -> Alignment:
    # A number keeps off the text of the next column.
    indent = 1 if side == "right" else 0
    return Alignment(horizontal=side, vertical="top", wrap_text=True, indent=indent)
