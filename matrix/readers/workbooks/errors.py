"""Cells that show an error (#REF!, #N/A): the parser leaves them empty, a reader must not."""

import zipfile
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from matrix.readers.workbooks.archive import damaged
from matrix.readers.workbooks.guard import Checked

# By row and column, from 1, as printed.
ErrorCells = Mapping[tuple[int, int], str]

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"


def error_cells(checked: Checked) -> dict[str, ErrorCells]:
    """Return the error cells of each sheet that has any, by the name of the sheet.

    Raises MatrixRefused `damaged` when the list of sheets cannot be read.
    """
    by_part = {part.name.casefold(): part.errors for part in checked.parts if part.errors}
    if not by_part:
        return {}
    try:
        with zipfile.ZipFile(checked.path) as copy:
            sheets = _elements(copy.read(_WORKBOOK), "sheet")
            relations = _elements(copy.read(_RELATIONS), "Relationship")
    except (ParseError, DefusedXmlException, KeyError, ValueError, LookupError) as error:
        raise damaged(_WORKBOOK, "The list of sheets cannot be read.") from error
    targets = {relation.get("Id"): _part(relation.get("Target", "")) for relation in relations}
    named = {sheet.get("name", ""): targets.get(_id(sheet), "") for sheet in sheets}
    return {name: by_part[part] for name, part in named.items() if part in by_part}


def _elements(xml: bytes, name: str) -> list[Element]:
    return [element for element in fromstring(xml).iter() if _local(element.tag) == name]


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _id(sheet: Element) -> str | None:
    return next((value for key, value in sheet.items() if _local(key) == "id"), None)


def _part(target: str) -> str:
    path = target.replace("\\", "/")
    return (path.removeprefix("/") if path.startswith("/") else f"xl/{path}").casefold()
