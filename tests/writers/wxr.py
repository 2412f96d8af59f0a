"""Writes WordPress exports of every version with what real ones do to a parser; everyone is invented."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.writers.web import cdata

HEAD = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- generator="WordPress" created="2024-05-01" -->\n'
    '<rss version="2.0"\n xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"\n'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"\n xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    ' xmlns:wp="http://wordpress.org/export/{version}/">\n<channel>\n<title>On learning</title>\n'
    "<link>https://www.maren.example/blog/</link>\n<pubDate>Wed, 01 May 2024 08:00:00 +0000</pubDate>\n"
    "<wp:wxr_version>{version}</wp:wxr_version>\n<wp:base_blog_url>{site}</wp:base_blog_url>\n"
)
TAIL = "</channel>\n</rss>\n"
SITE = "https://www.maren.example/blog"
AUTHORS = (
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login>maren</wp:author_login>"
    "<wp:author_email>maren@own.example</wp:author_email>"
    "<wp:author_display_name><![CDATA[Maren Example]]></wp:author_display_name></wp:author>\n"
    "<wp:category><wp:term_id>1</wp:term_id><wp:cat_name><![CDATA[All]]></wp:cat_name></wp:category>\n"
)


@dataclass(frozen=True)
class Comment:
    """One comment; null leaves an element out."""

    number: str = "1"
    name: str = "Ana Silva"
    mail: str = "ana@fenland.example"
    text: str = "I tried <b>this</b> &amp; it works"
    parent: str = "0"
    approved: str | None = "1"
    kind: str = ""
    gmt: str = "2024-03-04 10:20:34"
    local: str = "2024-03-04 11:20:34"
    user: str = "0"
    url: str = ""


@dataclass(frozen=True)
class Article:
    """One item."""

    title: str = "On job aids"
    text: str = "<!-- wp:paragraph --><p>People forget.</p><!-- /wp:paragraph -->"
    comments: Sequence[Comment] = field(default=())
    status: str = "publish"
    kind: str = "post"
    creator: str = "maren"
    gmt: str = "2024-03-01 09:00:00"
    local: str = "2024-03-01 10:00:00"
    published: str = "Fri, 01 Mar 2024 09:00:00 +0000"


def export(
    *articles: Article,
    version: str = "1.2",
    plain: bool = False,
    authors: str = AUTHORS,
    site: str = SITE,
) -> bytes:
    """Return an export; `plain` escapes texts as old versions do, instead of putting them into CDATA."""
    items = "".join(_item(one, plain) for one in articles)
    return (HEAD.format(version=version, site=site) + authors + items + TAIL).encode()


def _item(one: Article, plain: bool) -> str:
    link = f"{SITE}/{one.title.casefold().replace(' ', '-')}/"
    comments = "".join(_comment(comment, plain) for comment in one.comments)
    return (
        f"<item>\n<title>{cdata(one.title, plain=plain)}</title>\n<link>{link}</link>\n"
        f"<pubDate>{one.published}</pubDate>\n<dc:creator>{cdata(one.creator, plain=plain)}</dc:creator>\n"
        f'<guid isPermaLink="false">{link}?p=7</guid>\n<description></description>\n'
        f"<content:encoded>{cdata(one.text, plain=plain)}</content:encoded>\n"
        f"<excerpt:encoded>{cdata('An excerpt', plain=plain)}</excerpt:encoded>\n<wp:post_id>7</wp:post_id>\n"
        f"<wp:post_date>{one.local}</wp:post_date>\n<wp:post_date_gmt>{one.gmt}</wp:post_date_gmt>\n"
        f"<wp:comment_status>open</wp:comment_status>\n<wp:status>{one.status}</wp:status>\n"
        f"<wp:post_type>{one.kind}</wp:post_type>\n<wp:postmeta><wp:meta_key>_edit_last</wp:meta_key>"
        f"<wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>\n{comments}</item>\n"
    )


def _comment(one: Comment, plain: bool) -> str:
    approved = (
        f"<wp:comment_approved>{one.approved}</wp:comment_approved>"
        if one.approved is not None
        else ""
    )
    number = f"<wp:comment_id>{one.number}</wp:comment_id>" if one.number else ""
    return (
        f"<wp:comment>{number}"
        f"<wp:comment_author>{cdata(one.name, plain=plain)}</wp:comment_author>"
        f"<wp:comment_author_email>{one.mail}</wp:comment_author_email>"
        f"<wp:comment_author_url>{one.url}</wp:comment_author_url>"
        f"<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
        f"<wp:comment_date>{one.local}</wp:comment_date><wp:comment_date_gmt>{one.gmt}</wp:comment_date_gmt>"
        f"<wp:comment_content>{cdata(one.text, plain=plain)}</wp:comment_content>{approved}"
        f"<wp:comment_type>{one.kind}</wp:comment_type><wp:comment_parent>{one.parent}</wp:comment_parent>"
        f"<wp:comment_user_id>{one.user}</wp:comment_user_id>"
        f"<wp:commentmeta><wp:meta_key>x</wp:meta_key><wp:meta_value>y</wp:meta_value></wp:commentmeta></wp:comment>\n"
    )


def conversation() -> list[Comment]:
    """Return a reader, the author's answer, another reader's answer to the first, and what is no comment."""
    ben = {"name": "Ben Okafor", "mail": "ben@lindby.example"}
    return [
        Comment("1"),
        Comment("2", "Maren", "maren@own.example", "Did it last?", "1", user="1", kind="comment"),
        Comment("3", text="It did here", parent="1", **ben),
        Comment("4", "Some blog", "", "linked", kind="pingback"),
        Comment("5", "Other blog", "", "linked", kind="trackback"),
        Comment("6", text="waiting", approved="0", **ben),
        Comment("7", text="gone", approved="trash", **ben),
        Comment("8", "Pills", "x@spam.example", "buy", approved="spam"),
        Comment("9", text="no gmt", gmt="0000-00-00 00:00:00", **ben),
    ]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    whole = [
        Article(comments=conversation()),
        Article("A draft", status="draft", gmt="0000-00-00 00:00:00", published=""),
        Article("A picture", kind="attachment", status="inherit"),
    ]
    return {
        "maren.wordpress.2024-05-01.xml": export(*whole),
        "export-1.1.xml": export(*whole, version="1.1"),
        "export-1.0.xml": export(*whole, version="1.0", plain=True, authors=""),
    }
