"""Cells of tables: `{% column_attributes table as attributes %}{% row_cells row attributes %}`.

django-tables2 makes the attributes of a column anew for each of its cells, which was half of what
a long table cost. Ours are the same in every row.
"""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def column_attributes(table: Any) -> dict[str, SafeString]:
    """Return the attributes of the cells of each column shown, as HTML, by its name.

    They must not depend on the row: none of ours has a callable there.
    """
    return {column.name: column.attrs["td"].as_html() for column in table.columns}


@register.simple_tag(takes_context=True)
def row_cells(context: Context, row: Any, attributes: Mapping[str, SafeString]) -> SafeString:
    """Return the cells of a row, `<td class="num">3</td>`, each as `{{ cell }}` would be drawn."""
    return format_html_join(
        "\n",
        "<td {}>{}</td>",
        (
            (attributes[column.name], render_value_in_context(cell, context))
            for column, cell in row.items()
        ),
    )
