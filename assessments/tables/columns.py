"""What columns of several tables share."""

from typing import Any


def labelled(label: Any, style: str = "") -> dict[str, dict[str, Any]]:
    """Return attributes of a column whose cells carry its name, for phones."""
    return {"th": {"class": style}, "td": {"class": style, "data-label": label}}
