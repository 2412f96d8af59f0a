"""Writes pages as browsers save them from LinkedIn, of both generations; everyone is invented."""

import base64
import quopri

ACTIVITY = "7448514963196346375"  # made on 10 April 2026, 23:39:13.942 UTC
SAVED = "<!-- saved from url=(0028)https://www.linkedin.com/feed/ -->"
MHTML_DATE = "Mon, 04 May 2026 12:00:00 -0000"


def legacy_post(
    name: str,
    slug: str,
    text: str,
    *,
    activity: str = ACTIVITY,
    header: str = "",
    headline: str = "Trainer at Fenland Water",
    age: str = "3w",
    kind: str = "in",
    more: str = "",
) -> str:
    """Return one post of the older pages."""
    banner = (
        f'<div class="update-components-header"><span class="update-components-header__text-view">{header}</span></div>'
        if header
        else ""
    )
    return f"""
<div class="feed-shared-update-v2" role="article" data-urn="urn:li:activity:{activity}">
<h2 class="visually-hidden">Feed post number 1</h2>{banner}
<div class="update-components-actor">
<a class="update-components-actor__meta-link" href="https://www.linkedin.com/{kind}/{slug}?miniProfileUrn=urn%3Ali%3Afsd_profile%3AACoAAA1">
<span class="update-components-actor__title"><span aria-hidden="true">{name} • 2nd</span><span class="visually-hidden">{name} • 2nd</span></span>
<span class="update-components-actor__description"><span aria-hidden="true">{headline}</span><span class="visually-hidden">{headline}</span></span>
<span class="update-components-actor__sub-description">{age} • Edited •</span></a></div>
<div class="update-components-update-v2__commentary"><span class="break-words">{text}</span></div>{more}</div>"""


INNER = '<div class="feed-shared-update-v2" data-urn="urn:li:activity:7448514963196340000"><div class="update-components-text">Quoted words</div></div>'
LEGACY = "".join(
    (
        legacy_post("Ana Silva", "ana-silva", "On checklists<br>and job aids"),
        legacy_post(
            "Cleo Dahl",
            "cleo-dahl",
            "Passed on",
            activity="7448514963196346400",
            header="Ben Okafor reposted this",
        ),
        legacy_post(
            "Cleo Dahl",
            "cleo-dahl",
            "Liked",
            activity="7448514963196346401",
            header="Ben Okafor and 3 others like this",
            more=INNER,
        ),
        legacy_post(
            "Cleo Dahl",
            "cleo-dahl",
            "Insight",
            activity="7448514963196346402",
            header="Ida Ude finds this insightful",
        ),
        legacy_post(
            "Lindby",
            "lindby",
            "News of ours",
            activity="7448514963196346403",
            kind="company",
            headline="1,200 followers",
        ),
        legacy_post(
            "Shop", "shop", "Buy", activity="7448514963196346404", kind="company", age="Promoted"
        ),
        legacy_post("Ana Silva", "ana-silva", "On checklists<br>and job aids"),
    )
).replace("3 others like this", "3 others likes this")


def varint(number: int) -> bytes:
    """Return a zig-zag varint."""
    number <<= 1
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes([*out, number])


def tools_id(activity: str) -> str:
    """Return the id by which the comment tools of a post are known."""
    body = b"\x08" + varint(int(activity))
    data = b"\x0a" + bytes([len(body)]) + body
    return base64.urlsafe_b64encode(data).decode().rstrip("=") + "-replaceableCommentTools"


def sdui_post(
    token: str,
    name: str,
    slug: str,
    text: str,
    *,
    banner: str = "",
    age: str = "3w •",
    lead: str = "",
    ids: str = "",
    headline: str = "Trainer at Fenland Water",
) -> str:
    """Return one post of the pages of 2026."""
    top = (
        f'<p><a href="https://www.linkedin.com/in/someone">{banner}</a></p><p> • </p>'
        if banner
        else ""
    )
    return f"""
<div data-lazy-mount-id="x"><div role="listitem" componentkey="expanded{token}FeedType_MAIN_FEED_RELEVANCE">
<h2>Feed post</h2>{lead}{top}
<button aria-label="Open control menu for post by {name}"></button>
<a href="https://www.linkedin.com/in/{slug}/" aria-label="View {name}’s profile"><span>{name} Verified Profile</span></a>
<p>{headline}</p><p>{age}</p>
<span data-testid="expandable-text-box">{text}<span data-testid="expandable-text-button">… more</span></span>
{ids}<p>12 comments</p></div></div>"""


SDUI_FEED = (
    '<div data-testid="mainFeed" data-component-type="LazyColumn" componentkey="container-update-list_mainFeed-lazy-container">'
    + sdui_post(
        "AAA",
        "Ana Silva",
        "ana-silva",
        "On checklists",
        ids=f'<div data-sdui-anchor-id="feed-header-urn:li:activity:{ACTIVITY}"></div>',
    )
    + sdui_post(
        "AAA",
        "Ana Silva",
        "ana-silva",
        "On checklists",
        ids=f'<div data-sdui-anchor-id="feed-header-urn:li:activity:{ACTIVITY}"></div>',
    )
    + sdui_post(
        "BBB",
        "Cleo Dahl",
        "cleo-dahl",
        "Brought in",
        banner="Ben Okafor likes this",
        ids=f'<div id="{tools_id("7448514963196346400")}"></div>',
    )
    + sdui_post("CCC", "Ida Ude", "ida-ude", "No id at all", age="5d •")
    + sdui_post("DDD", "Shop", "shop", "Buy", lead="<p>Promoted</p>")
    + "</div>"
)


def sdui_invitation(
    number: int,
    name: str,
    slug: str,
    *,
    headline: str = "Training lead",
    age: str = "2 weeks ago",
    note: str = "",
    mutual: str = "Ben Okafor and 4 other mutual connections",
    inviting: str = "",
) -> str:
    """Return one invitation of the pages of 2026."""
    told = (
        f'<div data-testid="expandable-text-box">{note}</div><p>Reply to {name.split()[0]}</p>'
        if note
        else ""
    )
    return f"""
<div role="listitem" componentkey="urn:li:invitation:{number}"><a href="https://www.linkedin.com/in/{slug}/"><strong>{name}</strong></a>{inviting}
<p>{headline}</p><p>{mutual}</p><p>{age}</p>{told}
<button aria-label="Ignore {name}’s invitation">Ignore</button><button aria-label="Accept {name}’s invitation">Accept</button></div>"""


SDUI_INVITES = (
    '<div data-testid="lazy-column">'
    + sdui_invitation(1, "Jo June", "jo-june", note="I liked your talk on job aids… show more")
    + sdui_invitation(
        2, "Kim Kane", "kim-kane", mutual="Ana Silva is a mutual connection", age="Yesterday"
    )
    + sdui_invitation(
        3, "Lindby News", "lindby", inviting="<p>invited you to subscribe to a newsletter</p>"
    )
    + sdui_invitation(1, "Jo June", "jo-june")
    + "</div>"
)
LEGACY_INVITES = """
<ul class="mn-invitation-list"><li class="invitation-card"><a href="https://www.linkedin.com/in/jo-june/"><span class="invitation-card__title">Jo June</span></a>
<span class="invitation-card__subtitle">Training lead</span><div class="member-insights">12 mutual connections</div>
<span class="time-badge">3 days ago</span><p class="invitation-card__custom-message">Hello Maren</p></li>
<li class="invitation-card"><span class="invitation-card__icon--newspaper"></span><span class="invitation-card__title">News</span></li></ul>"""
SENT = """
<div data-testid="lazy-column"><div role="listitem"><a href="https://www.linkedin.com/in/ida-ude/"><strong>Ida Ude</strong></a><p>Writer</p><p>Sent 3\xa0months ago</p><button>Withdraw</button></div></div>"""
VOYAGER = (
    '<code id="bpr-guid-1" style="display:none">{"data":{},"included":[{"entityUrn":"urn:li:fs_updateV2:(urn:li:activity:7448514963196346375,x)",'
    '"actor":{"name":{"text":"Ana Silva"},"description":{"text":"Trainer"},"navigationContext":{"actionTarget":"https://www.linkedin.com/in/ana-silva"}},'
    '"commentary":{"text":{"text":"From the JSON"}}}]}</code>'
)


def page(body: str, *, place: str = SAVED) -> bytes:
    """Return a page saved as "Webpage, complete"."""
    return f"<!DOCTYPE html>\n{place}\n<html><head><title>LinkedIn</title></head><body>{body}</body></html>".encode()


def mhtml(*bodies: str, place: str = "https://www.linkedin.com/feed/") -> bytes:
    """Return a page saved as MHTML; bodies after the first are those of frames."""
    parts = []
    for number, body in enumerate(bodies):
        html = quopri.encodestring(f"<html><body>{body}</body></html>".encode()).replace(
            b"\n", b"\r\n"
        )
        parts.append(
            f"------MultipartBoundary--abc----\r\nContent-Type: text/html\r\nContent-ID: <frame-{number}@mhtml.blink>\r\n"
            f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {place}\r\n\r\n".encode()
            + html
            + b"\r\n"
        )
    head = (
        f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {place}\r\nSubject: =?utf-8?Q?Feed=20|=20LinkedIn?=\r\nDate: {MHTML_DATE}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----MultipartBoundary--abc----"\r\n\r\n\r\n'
    )
    return head.encode() + b"".join(parts) + b"------MultipartBoundary--abc------\r\n"


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "Feed _ LinkedIn.html": page(LEGACY),
        "feed-2026.mhtml": mhtml(SDUI_FEED),
        "invitations.mhtml": mhtml(
            "<p>shell</p>",
            SDUI_INVITES,
            place="https://www.linkedin.com/mynetwork/invitation-manager/received/",
        ),
        "invitations-old.html": page(LEGACY_INVITES),
        "sent.html": page(SENT),
        "json-only.html": page(VOYAGER),
    }
