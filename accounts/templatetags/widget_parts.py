"""Parts of form fields that Django draws by a template each: attributes, options of a menu.

A menu of forty people is eighty of those templates. The text is the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Group = tuple[str | None, Sequence[Mapping[str, Any]], int]


@register.simple_tag
def html_attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Return ` name="value"` for each; the name alone for True, nothing for False."""
    return format_html_join(
        "",
        "{}{}",
        (
            (format_html(" {}", name), "" if value is True else format_html('="{}"', str(value)))
            for name, value in attrs.items()
            if value is not False
        ),
    )


@register.simple_tag
def menu_options(groups: Iterable[Group]) -> SafeString:
    """Return the options of a menu, those that stand under a name in an `<optgroup>`."""
    return format_html_join("", "{}", ((_group(*each),) for each in groups))


def _group(name: str | None, options: Iterable[Mapping[str, Any]], _index: int) -> SafeString:
    found = format_html_join(
        "",
        '\n  <option value="{}"{}>{}</option>\n',
        (
            (str(each["value"]), html_attributes(each["attrs"]), str(each["label"]))
            for each in options
        ),
    )
    if not name:
        return found
    return format_html('\n  <optgroup label="{}">{}\n  </optgroup>', name, found)
