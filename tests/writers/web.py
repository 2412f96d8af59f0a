"""Writes WordPress exports, feeds and lists of feeds; everyone is invented."""

WXR_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/{version}/"><channel><title>On learning</title>'
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login>maren</wp:author_login>"
    "<wp:author_email>maren@own.example</wp:author_email><wp:author_display_name>{name}</wp:author_display_name></wp:author>"
)
WXR_TAIL = "</channel></rss>"


def cdata(text: str, *, plain: bool) -> str:
    """Return a text as newer exports write it, or as older ones do."""
    return text.replace("&", "&amp;").replace("<", "&lt;") if plain else f"<![CDATA[{text}]]>"


def comment(
    number: int,
    author: str,
    text: str,
    *,
    parent: int = 0,
    approved: str = "1",
    kind: str = "",
    gmt: str = "2024-03-04 10:20:34",
    plain: bool = False,
    mail: str = "",
) -> str:
    """Return one comment."""
    mail = mail or f"{author.split()[0].lower()}@example.org"
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(author, plain=plain)}</wp:comment_author>"
        f"<wp:comment_author_email>{mail}</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>"
        f"<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP><wp:comment_date>2024-03-04 11:20:34</wp:comment_date>"
        f"<wp:comment_date_gmt>{gmt}</wp:comment_date_gmt><wp:comment_content>{cdata(text, plain=plain)}</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>"
    )


def item(
    title: str,
    body: str,
    *comments: str,
    status: str = "publish",
    kind: str = "post",
    plain: bool = False,
) -> str:
    """Return one article."""
    return (
        f"<item><title>{cdata(title, plain=plain)}</title><link>https://blog.example/{title.replace(' ', '-')}</link>"
        f"<dc:creator>{cdata('maren', plain=plain)}</dc:creator><content:encoded>{cdata(body, plain=plain)}</content:encoded>"
        f"<excerpt:encoded>{cdata('', plain=plain)}</excerpt:encoded><wp:post_id>7</wp:post_id>"
        f"<wp:post_date>2024-03-01 10:00:00</wp:post_date><wp:post_date_gmt>2024-03-01 09:00:00</wp:post_date_gmt>"
        f"<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{''.join(comments)}</item>"
    )


COMMENTS = (
    comment(1, "Ana Silva", "I tried <b>this</b>"),
    comment(2, "Maren Example", "Did it work?", parent=1, mail="maren@own.example"),
    comment(3, "Ben Okafor", "It did here", parent=2),
    comment(4, "Some blog", "linked", kind="pingback"),
    comment(5, "Cleo Dahl", "waiting", approved="0"),
    comment(6, "Ida Ude", "buy now", approved="spam"),
    comment(7, "Ida Ude", "gone", approved="trash"),
    comment(8, "Cleo Dahl", "no date", gmt="0000-00-00 00:00:00"),
)


def wxr(*items: str, version: str = "1.2", name: str = "Maren Example") -> bytes:
    """Return an export."""
    return (WXR_HEAD.format(version=version, name=name) + "".join(items) + WXR_TAIL).encode()


RSS = (
    '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ana writes</title><link>https://ana.example/</link>'
    "<item><title>On checklists</title><link>https://ana.example/1</link><dc:creator>Ana Silva</dc:creator>"
    "<pubDate>Mon, 04 Mar 2024 11:20:34 +0100</pubDate><description>short</description>"
    "<content:encoded><![CDATA[<p>The whole &amp; long text</p><script>alert(1)</script>]]></content:encoded></item>"
    "<item><title>Second</title><guid>urn:2</guid><author>ana@ana.example (Ana Silva)</author><pubDate>rubbish</pubDate></item>"
    "<item><link>https://ana.example/3</link></item></channel></rss>"
)
ATOM = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ben notes</title><id>urn:feed</id>'
    '<link href="https://ben.example/"/><author><name>Ben Okafor</name><uri>https://ben.example/about</uri></author>'
    '<entry><id>urn:b1</id><title>Trams</title><link href="/trams"/><updated>2024-03-04T10:20:34Z</updated>'
    '<content type="html">&lt;p&gt;About trams&lt;/p&gt;</content></entry></feed>'
)
OPML = (
    '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body><outline text="People">'
    '<outline text="Ana writes" title="Ana writes" type="rss" xmlUrl="https://ana.example/feed" htmlUrl="https://ana.example/"/>'
    '<outline type="rss" xmlurl="https://ben.example/feed?a=1&b=2"/><outline text="Nothing"/></outline></body></opml>'
)


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "blog.wordpress.xml": wxr(
            item("On job aids", "<p>People forget.</p>", *COMMENTS),
            item("A draft", "x", status="draft"),
            item("photo", "", kind="attachment"),
        ),
        "old.wordpress.xml": wxr(
            item("Old", "Plain", comment(1, "Ana & Co", "fine", plain=True), plain=True),
            version="1.0",
        ),
        "rss.xml": RSS.encode(),
        "atom.xml": ATOM.encode(),
        "list.opml": OPML.encode(),
    }
