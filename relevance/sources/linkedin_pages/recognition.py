"""Whether a file is a page of LinkedIn's: by where it was saved from, or by LinkedIn's own marks."""

import re

from relevance.errors import RelevanceError
from relevance.sources.linkedin_pages.saved import header_url, is_linkedin, is_mhtml, url_in_html
from relevance.sources.text import decode

__all__ = ["recognises"]

_HEAD = 65536
_IS_HTML = re.compile(
    r"\s*<(?:!--|(?:!doctype\s+html|html|head|body|meta|div|main|section)\b)", re.I
)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|div|main|section)\b", re.I)
# Marks that only LinkedIn's own pages carry, one generation of pages a line.
_HOOKS = re.compile(
    r"data-(?:urn|id)=[\"']urn:li:|\b(?:feed-shared-update-v2|update-components-actor|bpr-guid-\d)"
    r"|\b(?:invitation-card|mn-invitation-list|pv-top-card|scaffold-finite-scroll)\b"
    r"|data-testid=[\"']mainFeed[\"']|componentkey=[\"'][^\"']*(?:FeedType_|urn:li:)"
    r"|id=[\"']rehydrate-data[\"']|data-sdui-|__como_rehydration__"
    r"|aria-label=[\"']Open control menu for post by ",
    re.I,
)
_ENDS = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
_TITLE = re.compile(r"<title\b[^>]*>[^<]{0,300}\bLinkedIn\s*</title", re.I)
_PARTS_FOLDER = re.compile(r"_files/[^/]*$")
_INNER_FRAME = re.compile(r"linkedin\.com/preload\b", re.I)


def recognises(path: str, head: bytes) -> bool:
    """Return whether a file is a page of LinkedIn's, saved as HTML or MHTML.

    Of the files that a browser puts beside a page ("... _files/") only those count that hold a
    frame of the page itself.

    Args:
        path: as reports show it.
        head: its first 64 KiB.
    """
    head = head[:_HEAD]
    if is_mhtml(head):
        return is_linkedin(header_url(head))
    try:
        text = decode(head)
    except (RelevanceError, ValueError):
        return False
    if not _IS_HTML.match(text) or not _TAG.search(text):
        return False
    url = url_in_html(text)
    has_hooks = _HOOKS.search(text) is not None
    if _PARTS_FOLDER.search(path.replace("\\", "/")):
        return has_hooks or _INNER_FRAME.search(url) is not None
    if url.startswith(("http:", "https:")):
        return is_linkedin(url)
    named = path.casefold().endswith(_ENDS) and "linkedin.com" in text
    return has_hooks or (named and (_TITLE.search(text) is not None or "licdn.com" in text))
