"""Writes feeds of every version and lists of feeds, their quirks included; everyone is invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

RSS_HEAD = (
    '<?xml version="1.0" encoding="{encoding}"?>\n'
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">'
    "<channel><title>{title}</title>"
)
RSS_TAIL = "</channel></rss>"


@dataclass(frozen=True)
class Entry:
    """One entry; what is empty is not written."""

    title: str = ""
    text: str = ""
    summary: str = ""
    link: str = ""
    id: str = ""
    author: str = ""
    """In RSS an e-mail address by right, in Atom a name."""
    creator: str = ""
    published: str = "Mon, 04 Mar 2024 11:20:34 +0100"


def rss(
    *entries: Entry,
    title: str = "Ana writes",
    page: str = "https://ana.example/",
    own: str = "",
    editor: str = "",
    encoding: str = "utf-8",
) -> bytes:
    """Return RSS 2.0."""
    head = RSS_HEAD.format(encoding=encoding, title=escape(title))
    head += f"<link>{escape(page)}</link>" if page else ""
    head += f'<atom:link rel="self" href="{escape(own)}"/>' if own else ""
    head += f"<managingEditor>{escape(editor)}</managingEditor>" if editor else ""
    text = head + "".join(map(_item, entries)) + RSS_TAIL
    return text.encode(encoding)


def _item(one: Entry) -> str:
    parts = [
        ("title", one.title),
        ("link", one.link),
        ("author", one.author),
        ("dc:creator", one.creator),
        ("description", one.summary),
        ("content:encoded", one.text),
        ("pubDate", one.published),
    ]
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts if value)
    guid = f'<guid isPermaLink="false">{escape(one.id)}</guid>' if one.id else ""
    return f"<item>{inner}{guid}</item>"


def atom(*entries: Entry, base: str = "https://ben.example/blog/", author: str = "") -> bytes:
    """Return Atom with addresses that are relative to `base`."""
    people = f"<author><name>{escape(author)}</name></author>" if author else ""
    return (
        f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}">'
        f'<title>Ben notes</title><link href="."/><link rel="self" href="atom.xml"/>{people}'
        f"{''.join(map(_atom_entry, entries))}</feed>"
    ).encode()


def _atom_entry(one: Entry) -> str:
    author = f"<author><name>{escape(one.author)}</name></author>" if one.author else ""
    content = f'<content type="html">{escape(one.text)}</content>' if one.text else ""
    summary = f"<summary>{escape(one.summary)}</summary>" if one.summary else ""
    return (
        f"<entry><id>{escape(one.id)}</id><title>{escape(one.title)}</title>"
        f'<link href="{escape(one.link)}"/>{author}{summary}{content}'
        f"<updated>{one.published}</updated></entry>"
    )


def rdf(*entries: Entry) -> bytes:
    """Return RSS 1.0."""
    items = "".join(
        f'<item rdf:about="{escape(one.link)}"><title>{escape(one.title)}</title><link>{escape(one.link)}</link>'
        f"<description>{escape(one.summary)}</description><dc:creator>{escape(one.creator)}</dc:creator>"
        f"<dc:date>{one.published}</dc:date></item>"
        for one in entries
    )
    return (
        '<?xml version="1.0"?><!-- made by hand --><rdf:RDF xmlns="http://purl.org/rss/1.0/" '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://cleo.example/"><title>Cleo reads</title><link>https://cleo.example/</link>'
        f"</channel>{items}</rdf:RDF>"
    ).encode()


def opml(outlines: Iterable[str], *, tail: str = "</body></opml>") -> bytes:
    """Return a list of feeds; outlines are written as they are given."""
    return (
        f'<?xml version="1.0"?><opml version="2.0"><head/><body>{"".join(outlines)}{tail}'.encode()
    )


FULL = Entry(
    title="On checklists",
    text="<p>The whole &amp; <b>long</b> text</p><script>alert(1)</script><p>Two</p>",
    summary="short",
    link="/posts/1",
    author="ana@ana.example",
    creator="Ana Silva",
)
LISTED = (
    '<outline text="People"><outline text="Colleagues">',
    '<outline text="Ana writes" title="Ana Silva" type="rss" xmlUrl="https://ana.example/feed" '
    'htmlUrl="https://ana.example/"/></outline>',
    '<outline TEXT="Ben & Cleo" xmlurl="https://ben.example/feed?a=1&b=2" HTMLURL="https://ben.example/"/>',
    "</outline>",
    '<outline title="" xmlUrl="https://dan.example/rss"/>',
    '<outline text="Ana again" xmlUrl="https://ana.example/feed" htmlUrl="https://www.ana.example"/>',
    '<outline text="No address"/>',
)


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "rss2.xml": rss(FULL, Entry(title="Second", id="42"), editor="ana@ana.example (Ana Silva)"),
        "atom10.xml": atom(
            Entry("T", "<p>x</p>", link="p1", id="tag:1", published="2024-03-04T10:20:34Z"),
            author="Ben Okafor",
        ),
        "rss1.rdf": rdf(
            Entry("One", summary="s", link="https://cleo.example/1", creator="Cleo Dahl")
        ),
        "reader.opml": opml(LISTED),
    }
