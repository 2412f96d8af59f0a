"""Every text that a page sends to the browser, whatever element it is in."""

from typing import Any

from google.protobuf.json_format import MessageToJson
from streamlit.testing.v1 import AppTest

__all__ = ["sent_text"]


def sent_text(at: AppTest) -> str:
    """Return everything of the page and the side bar: labels, options, figures, and the cells of tables."""
    found: list[str] = []
    for part in at._tree.children.values():
        _collect(part, found)
    return "\n".join(found)


def _collect(node: Any, found: list[str]) -> None:
    proto = getattr(node, "proto", None)
    if proto is not None:
        found.append(MessageToJson(proto, ensure_ascii=False))
        if getattr(node, "type", "") in {"arrow_data_frame", "dataframe", "table"}:
            found.append(node.value.to_csv())
    for child in getattr(node, "children", {}).values():
        _collect(child, found)
