"""Rows of tables: the attributes of a column are made once, the cells are as they were."""

import django_tables2 as tables
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

HOSTILE = '<b title="x">&</b>'
ROWS = [
    {"name": HOSTILE, "number": 1234567, "said": mark_safe("<i>said</i>")},
    {"name": "b", "number": None, "said": _("Table")},
]
OURS = Template(
    "{% load table_cells %}{% column_attributes table as attributes %}"
    "{% for row in table.paginated_rows %}{% row_cells row attributes %}\n{% endfor %}"
)
PLAIN = Template(
    "{% for row in table.paginated_rows %}{% for column, cell in row.items %}"
    "<td {{ column.attrs.td.as_html }}>{{ cell }}</td>\n{% endfor %}{% endfor %}"
)


class ThingTable(tables.Table):  # type: ignore[misc]  # django-tables2 has no types
    """Columns with and without attributes, and one that is not shown."""

    name = tables.Column(attrs={"td": {"data-label": _("Name"), "class": "num wide"}})
    number = tables.Column(attrs={"td": {"data-label": HOSTILE}})
    said = tables.Column()
    hidden = tables.Column(visible=False, empty_values=())


def test_cells_are_drawn_as_values_and_attributes_of_a_template_are() -> None:
    expected = PLAIN.render(Context({"table": ThingTable(ROWS)}))

    drawn = OURS.render(Context({"table": ThingTable(ROWS)}))

    assert drawn == expected
    assert "&lt;b" in drawn
    assert "<i>said</i>" in drawn
    assert HOSTILE not in drawn
