"""HTML -> plain text, for short texts of other people."""

import re

from selectolax.lexbor import LexborHTMLParser

__all__ = ["plain_text"]

_BREAK = re.compile(r"<(?:br|/p|/div|/li|/tr|/h[1-6]|/blockquote)\b[^<>]{0,2000}>", re.IGNORECASE)
_LONGEST = 100_000


def plain_text(html: str, *, without: str = "script, style, head, .invisible") -> str:
    """Return what a reader sees of `html`: lines for paragraphs and breaks, no markup, no scripts.

    Args:
        html: markup, or plain text.
        without: CSS selectors of what is left out.
    """
    text = html[:_LONGEST]
    if "<" not in text and "&" not in text:
        return text.strip()
    tree = LexborHTMLParser(_BREAK.sub(lambda found: found.group() + "\n", text))
    for node in tree.css(without):
        node.decompose()
    whole = tree.body.text() if tree.body else ""
    lines = (" ".join(line.split()) for line in whole.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
