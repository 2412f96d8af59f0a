"""Cards of posts on pages of the older make (Ember): named classes, an id on every card."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from relevance.activity_ids import activity_id
from relevance.names import profile_slug
from relevance.sources.linkedin_pages.cards import FOLLOWERS, NOT_LOADED, Card, advert, proof_fields
from relevance.sources.linkedin_pages.markup import (
    attribute,
    clean_name,
    first,
    outermost,
    profile_links,
    seen_text,
    written_text,
)
from relevance.sources.posts.sharing import social_proof

__all__ = ["ember_cards"]

_CARD = (
    ".feed-shared-update-v2",
    '[data-urn^="urn:li:activity"]',
    '[data-urn^="urn:li:ugcPost"]',
    '[data-urn^="urn:li:share"]',
    '[data-urn^="urn:li:aggregate"]',
    '[data-urn^="urn:li:sponsored"]',
    '[data-id^="urn:li:activity"]',
    '[data-id^="urn:li:sponsored"]',
    ".occludable-update",
)
_IDENTIFIED = "[data-urn], [data-id]"
_SHARED = ('[class*="mini-update-v2"]',)
_COMMENTS = ("article.comments-comment-entity", '[class*="comments-comments-list"]')
_HEADER = (".update-components-header__text-view", ".update-components-header__text")
_NAME = (
    ".update-components-actor__title",
    ".update-components-actor__name",
    ".feed-shared-actor__name",
)
_ACTOR_LINK = (
    "a.update-components-actor__meta-link",
    ".update-components-actor__meta a",
    "a.update-components-actor__image",
    ".update-components-actor__container a",
    ".update-components-actor a",
    "a.feed-shared-actor__container-link",
)
_HEADLINE = (".update-components-actor__description", ".feed-shared-actor__description")
_AGE = (".update-components-actor__sub-description", ".feed-shared-actor__sub-description")
_TEXT = (
    ".update-components-text",
    ".feed-shared-inline-show-more-text",
    ".update-components-update-v2__commentary .break-words",
    ".update-components-update-v2__commentary",
    ".feed-shared-update-v2__description",
)


def ember_cards(tree: LexborHTMLParser) -> list[Card]:
    """Return the cards of posts in a document of this make, in order; none in any other document."""
    if tree.root is None:
        return []
    return [_card(node) for node in outermost(tree.root, _CARD)]


def _card(node: LexborNode) -> Card:
    urn = _urn(node)
    shared = next(iter(outermost(node, _SHARED)), None)
    comments = outermost(node, _COMMENTS)
    barred = [*comments, shared] if shared is not None else comments
    row = _post(node, barred)
    header = seen_text(next(first(node, _HEADER, barred), None))
    row |= _surfacer(node, header, barred)
    if shared is not None:
        inner = _post(shared, comments)
        row["resharedPost"] = {
            "author": {"name": inner["author"], "url": inner["author_url"]},
            "authorHeadline": inner["headline"],
            "text": inner["text"],
        }
    said = (header, row["postedAgo"], row["headline"])
    reason = advert(said, f"{attribute(node, 'data-urn')} {attribute(node, 'data-id')}")
    if not reason and not (row["author"] or row["text"]) and not seen_text(node):
        reason = NOT_LOADED
    return Card.of(row, urn=urn, reason=reason)


def _urn(node: LexborNode) -> str:
    """Return the URN of a card's own post: its outermost mark comes first."""
    for one in (node, *node.css(_IDENTIFIED)):
        for name in ("data-urn", "data-id"):
            urn = attribute(one, name)
            if "comment" not in urn and activity_id(urn):
                return urn
    return ""


def _post(node: LexborNode, barred: list[LexborNode]) -> dict[str, Any]:
    name = clean_name(seen_text(next(first(node, _NAME, barred), None)))
    links = [attribute(link, "href") for link in first(node, _ACTOR_LINK, barred)]
    headline = seen_text(next(first(node, _HEADLINE, barred), None))
    texts = (written_text(one) for one in first(node, _TEXT, barred))
    return {
        "author": name,
        "author_url": next((href for href in links if profile_slug(href)), ""),
        "headline": "" if FOLLOWERS.match(headline) else headline,
        "postedAgo": seen_text(next(first(node, _AGE, barred), None)),
        "text": next((text for text in texts if text), ""),
    }


def _surfacer(node: LexborNode, header: str, barred: list[LexborNode]) -> dict[str, str]:
    proof = social_proof(header)
    if proof is None:
        return {}
    place = next(first(node, _HEADER, barred), None)
    links = profile_links(place.html or "") if place is not None else []
    fitting = [link for link in links if link.name and link.name in header] or links
    return proof_fields(header, proof.name, fitting[0].href if fitting else "")
