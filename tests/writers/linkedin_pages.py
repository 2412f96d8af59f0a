"""Writes pages of LinkedIn's as browsers save them, of both makes, from invented people.

`ember_*` is the older make (named classes, hidden JSON), `sdui_*` the newer one (hashed classes).
"""

import base64
import html
import json
import quopri
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

FEED = "https://www.linkedin.com/feed/"
RECEIVED = "https://www.linkedin.com/mynetwork/invitation-manager/received/"
SENT_PAGE = "https://www.linkedin.com/mynetwork/invitation-manager/sent/"
SAVED_AT = datetime(2026, 6, 8, 15, 30, tzinfo=UTC)


def post_id(moment: datetime, serial: int = 1) -> str:
    """Return an id such as LinkedIn would give a post of this moment."""
    return str((int(moment.timestamp() * 1000) << 22) + serial)


def member_id(path: str) -> str:
    """Return the id of the account behind a profile path."""
    return f"ACoAA{path.rpartition('/')[2].replace('-', '').title()}0aB"


def text_html(text: str) -> str:
    """Return a written text as HTML; line ends become breaks."""
    return html.escape(text).replace("\n", "<br>")


@dataclass(frozen=True)
class PagePost:
    """One post as a page shows it."""

    name: str
    path: str
    text: str
    headline: str = "Trainer at Fenland Water"
    age: str = "3d"
    id: str = ""
    kind: str = "activity"
    header: str = ""
    header_path: str = ""
    """Profile path that the banner links to."""
    token: str = ""
    degree: str = "• 2nd"
    shared: "PagePost | None" = None
    promoted: str = ""
    """Stands in place of the age: "Promoted"."""
    mark: str = "header"
    """Where the newer make shows the id: header, comment, attribute, share, tools, or none."""
    language: str = "en"

    @property
    def first(self) -> str:
        """The name that the banner begins with."""
        return self.header.split(" likes")[0].split(" commented")[0].split(" reposted")[0]


@dataclass(frozen=True)
class PageInvite:
    """One card of the invitation manager."""

    name: str
    slug: str
    headline: str = "Trainer at Fenland Water"
    age: str = "2 weeks ago"
    note: str = ""
    mutual: str = ""
    number: str = ""
    says: str = ""
    """What LinkedIn says over it, such as "follows you and is inviting you to connect"."""
    newsletter: bool = False


@dataclass(frozen=True)
class PageRole:
    """A line of a profile: title, employer (or degree, school), dates as written."""

    title: str
    organisation: str
    dates: str


# --- the older make ---------------------------------------------------------------------------------


def _twice(text: str) -> str:
    shown = html.escape(text)
    return (
        f'<span aria-hidden="true"><!---->{shown}<!----></span>'
        f'<span class="visually-hidden"><!---->{shown}<!----></span>'
    )


def _ember_actor(post: PagePost) -> str:
    href = f"https://www.linkedin.com{post.path}?miniProfileUrn=urn%3Ali%3Afsd_profile%3A{member_id(post.path)}"
    href = href if post.path.startswith("/in/") else f"https://www.linkedin.com{post.path}/posts"
    age = post.promoted or f"{post.age} • Edited •"
    return f"""
<div class="update-components-actor__container">
  <a class="update-components-actor__image" href="{href}"><img alt=""></a>
  <a class="update-components-actor__meta-link" href="{href}" aria-label="View: {html.escape(post.name)}">
    <span class="update-components-actor__title"><span>{_twice(post.name)}</span>
      <span class="update-components-actor__supplementary-actor-info">{_twice(post.degree)}</span></span>
    <span class="update-components-actor__description">{_twice(post.headline)}</span>
  </a>
  <span class="update-components-actor__sub-description">{_twice(age)}</span>
</div>"""


def _ember_text(text: str) -> str:
    return f"""<div class="feed-shared-inline-show-more-text"><div class="update-components-text">
<span class="break-words"><span dir="ltr">{text_html(text)}</span></span></div>
<button class="see-more" role="button">…more</button></div>"""


def ember_card(number: int, post: PagePost) -> str:
    """Return a card of the older make."""
    urn = f"urn:li:{post.kind}:{post.id}"
    link = f'<a href="https://www.linkedin.com{post.header_path}">{html.escape(post.first)}</a>'
    rest = html.escape(post.header.removeprefix(post.first))
    header = (
        f'<div class="update-components-header"><span class="update-components-header__text-view">'
        f"{link if post.header_path else html.escape(post.first)}{rest}</span></div>"
    )
    inner = ""
    if post.shared:
        inner = (
            f'<div class="update-components-mini-update-v2" data-urn="urn:li:activity:{post.shared.id}">'
            f"{_ember_actor(post.shared)}{_ember_text(post.shared.text)}</div>"
        )
    return f"""
<div data-id="{urn}" class="relative"><div class="occludable-update">
<h2 class="visually-hidden"><span>Feed post number {number}</span></h2>
<div class="feed-shared-update-v2" role="article" data-urn="{urn}">
{header if post.header else ""}{_ember_actor(post)}
{_ember_text(post.text) if post.text else ""}{inner}
<span class="social-details-social-counts__reactions-count">17</span>
<article class="comments-comment-entity" data-id="urn:li:comment:({post.kind}:{post.id},1)">
<div class="update-components-text">A comment of somebody</div></article>
</div></div></div>"""


def ember_feed(
    posts: Iterable[PagePost], data: Sequence[Mapping[str, Any]] = (), extra: str = ""
) -> str:
    """Return the body of a feed; `data` are voyager documents, hidden in the two known ways."""
    cards = "".join(ember_card(number, post) for number, post in enumerate(posts, 1))
    hidden = ""
    for number, one in enumerate(data):
        text = json.dumps(one)
        held = html.escape(text) if number % 2 == 0 else f"<!--{text}-->"
        hidden += f'<code style="display: none" id="bpr-guid-{number}">{held}</code>'
        hidden += (
            f'<code style="display: none" id="datalet-bpr-guid-{number}">{{"body":"x"}}</code>'
        )
    return f'<main><div class="scaffold-finite-scroll__content">{cards}{extra}</div></main>{hidden}'


def voyager_update(post: PagePost) -> dict[str, Any]:
    """Return a post as LinkedIn's own data has it."""
    entity: dict[str, Any] = {
        "$type": "com.linkedin.voyager.feed.render.UpdateV2",
        "entityUrn": f"urn:li:fs_updateV2:(urn:li:activity:{post.id},MAIN_FEED,EMPTY,DEFAULT,false)",
        "updateMetadata": {"urn": f"urn:li:activity:{post.id}"},
        "actor": {
            "name": {"text": post.name},
            "description": {"text": post.headline},
            "subDescription": {"text": post.promoted or f"{post.age} •"},
            "urn": f"urn:li:fsd_profile:{member_id(post.path)}",
            "navigationContext": {"actionTarget": f"https://www.linkedin.com{post.path}"},
        },
        "commentary": {"text": {"text": post.text}},
    }
    if post.header:
        entity["header"] = {"text": {"text": post.header}}
    return entity


def voyager(posts: Iterable[PagePost]) -> dict[str, Any]:
    """Return a document of updates beside entities of other kinds, secrets included."""
    others = [
        {"entityUrn": "urn:li:fsd_profile:1", "$type": "Profile", "firstName": "Xenia"},
        {
            "entityUrn": "urn:li:fsd_invitation:77",
            "sharedSecret": "s3cr3t-t0ken",
            "validationToken": "t0k",
        },
    ]
    return {"data": {"metadata": {}}, "included": [*map(voyager_update, posts), *others]}


# --- the newer make ---------------------------------------------------------------------------------


def tools_id(identifier: str, kind: int = 0x0A) -> str:
    """Return the id of the tools under a post, in which its own id is packed."""
    number, packed = int(identifier) << 1, bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        packed.append(low | (0x80 if number else 0))
        if not number:
            break
    data = bytes([kind, len(packed) + 1, 0x08, *packed])
    name = base64.urlsafe_b64encode(data).decode().rstrip("=")
    return f"{name}-replaceableCommentToolsMAIN_FEED"


def _sdui_mark(post: PagePost) -> str:
    if not post.id:
        return ""
    return {
        "header": f'<div data-sdui-anchor-id="feed-header-urn:li:activity:{post.id}"></div>',
        "comment": f'<div id="replaceableComment_urn:li:comment:(urn:li:{post.kind}:{post.id},7)">'
        f'<a href="/in/zoe">Zoe</a><p data-testid="expandable-text-box">A comment</p></div>',
        "attribute": f'<a href="https://www.linkedin.com/analytics/urn%3Ali%3Aactivity%3A{post.id}">12</a>',
        "ugc": f'<a href="https://www.linkedin.com/share?ugcPostId={post.id}&amp;x=1">Send</a>',
        "share": f'<a href="https://www.linkedin.com/share?shareId={post.id}">Send</a>',
        "tools": f'<div id="{tools_id(post.id)}"></div>',
        "tools-ugc": f'<div id="{tools_id(post.id, 0x12)}"></div>',
        "none": "",
    }[post.mark]


def _sdui_text(text: str) -> str:
    return f"""<p class="_9f2a"><span data-testid="expandable-text-box">{text_html(text)}
<button data-testid="expandable-text-button"><span>… more</span></button></span></p>"""


def _sdui_actor(post: PagePost) -> str:
    name = html.escape(post.name)
    is_page = "/company/" in post.path
    label = f"View company: {name}" if is_page else f"View {name}’s profile"
    label = label if post.language == "en" else f"Profil von {name} ansehen"
    href = f"https://www.linkedin.com{post.path}/"
    return f"""
<div class="_1a2b"><a href="{href}" aria-label="{label}"><img alt=""></a>
<div class="_3c4d"><a href="{href}"><p class="_5e6f"><span>{name} Premium Profile</span></p></a>
<p class="_7a8b">{post.degree}</p><p class="_aa">{html.escape(post.headline)}</p>
<p class="_bb">{post.promoted or f"{post.age} • "}</p></div></div>"""


def sdui_card(post: PagePost, number: int = 0) -> str:
    """Return a card of the newer make."""
    key = f"expanded{post.token or f'tok{number}'}FeedType_MAIN_FEED_RELEVANCE"
    link = f'<a href="https://www.linkedin.com{post.header_path}/">{html.escape(post.first)}</a>'
    rest = html.escape(post.header.removeprefix(post.first))
    banner = f'<p class="_ab">{link if post.header_path else html.escape(post.first)}{rest}</p>'
    menu = f"Open control menu for post by {html.escape(post.name)}"
    menu = (
        menu
        if post.language == "en"
        else f"Steuermenü für den Beitrag von {html.escape(post.name)}"
    )
    shared = ""
    if post.shared:
        original = f"https://www.linkedin.com/feed/update/urn:li:activity:{post.shared.id}"
        shared = (
            f'{_sdui_actor(post.shared)}{_sdui_text(post.shared.text)}<a href="{original}">·</a>'
        )
    return f"""
<div data-lazy-mount-id="m{number}"><div role="listitem" componentkey="{key}">
<h2 class="_cc"><span>Feed post</span></h2>{banner if post.header else ""}
{_sdui_actor(post)}<button aria-label="{menu}"></button>
{_sdui_text(post.text) if post.text else ""}{shared}
<button aria-label="Reaction button state: no reaction">Like</button>
<p>5 comments</p><p>Yan and 12 others reacted</p>{_sdui_mark(post)}
</div></div>"""


def sdui_feed(posts: Iterable[PagePost]) -> str:
    """Return the body of a feed of the newer make."""
    cards = "".join(sdui_card(post, number) for number, post in enumerate(posts, 1))
    return f"""<main><div data-testid="mainFeed" data-component-type="LazyColumn"
componentkey="container-update-list_mainFeed-lazy-container">{cards}</div></main>
<script id="rehydrate-data">window.__como_rehydration__ = ["1:{{\\"children\\":[\\"<div>\\"]}}"]</script>"""


# --- invitations ------------------------------------------------------------------------------------


def ember_invitations(invites: Iterable[PageInvite], *, sent: bool = False) -> str:
    """Return the list of the older make."""
    return f'<main><ul class="mn-invitation-list">{"".join(_ember_invite(one, sent) for one in invites)}</ul></main>'


def _ember_invite(one: PageInvite, sent: bool) -> str:
    name = html.escape(one.name)
    action = f"Withdraw invitation sent to {name}" if sent else f"Accept {name}’s invitation"
    icon = '<li-icon class="invitation-card__icon--newspaper"></li-icon>' if one.newsletter else ""
    note = f'<div class="invitation-card__custom-message">{text_html(one.note)}<button>See more</button></div>'
    insight = f'<div class="member-insights"><span>{html.escape(one.mutual)}</span></div>'
    return f"""<li class="invitation-card artdeco-list__item" id="card-{one.number}"
 data-urn="urn:li:fs_relInvitation:{one.number}">{icon}
<a href="https://www.linkedin.com/in/{one.slug}/"><img alt="{name}"></a>
<span class="invitation-card__title">{_twice(one.name)}</span> <span>{html.escape(one.says)}</span>
<span class="invitation-card__subtitle">{_twice(one.headline)}</span>
<time class="time-badge">{"Sent " if sent else ""}{one.age}</time>
{insight if one.mutual else ""}{note if one.note else ""}
<button aria-label="{action}">{"Withdraw" if sent else "Accept"}</button></li>"""


def sdui_invitations(
    invites: Iterable[PageInvite], *, sent: bool = False, boxed: bool = False
) -> str:
    """Return the list of the newer make; `boxed` notes stand in a text box."""
    cards = "".join(_sdui_invite(one, sent, boxed) for one in invites)
    return f"""<main><nav><a>People (1,100)</a></nav><div data-testid="lazy-column">{cards}
<div data-testid="loader"></div></div></main>"""


def _sdui_invite(one: PageInvite, sent: bool, boxed: bool) -> str:
    name = html.escape(one.name)
    href = f"https://www.linkedin.com/in/{one.slug}/"
    key = "" if sent else f'componentkey="urn:li:invitation:{one.number}"'
    says = html.escape(one.says or ("" if sent else "is inviting you to connect"))
    mutual = f"<p>{html.escape(one.mutual)}</p>" if one.mutual else ""
    first = html.escape(one.name.split(" ")[0]) if one.name else ""
    if boxed:
        note = f'<p><span data-testid="expandable-text-box">{text_html(one.note)}</span></p>'
    else:
        note = "".join(f"<p>{html.escape(line)}</p>" for line in one.note.split("\n"))
    note = f"{note}<p>… show more</p><p><a>Reply to {first}</a></p>" if one.note else ""
    age = one.age[:1].lower() + one.age[1:] if sent else one.age
    buttons = (
        f'<button aria-label="Withdraw invitation sent to {name}"><span>Withdraw</span></button>'
        if sent
        else f'<button aria-label="Ignore {name}’s invitation">Ignore</button>'
        f'<button aria-label="Accept {name}’s invitation"><span>Accept</span></button>'
    )
    return f"""<div role="listitem" {key}><div><a href="{href}"><img alt=""></a>
<p><a href="{href}"><strong>{name}</strong></a> {says} <svg aria-label="Verified"></svg></p>
<p>{html.escape(one.headline)}</p>{mutual}<p>{"Sent " if sent else ""}{age}</p>{note}{buttons}</div></div>"""


# --- a profile --------------------------------------------------------------------------------------


def profile_body(
    name: str,
    headline: str,
    company: str = "",
    roles: Iterable[PageRole] = (),
    grouped: Iterable[PageRole] = (),
    schools: Iterable[PageRole] = (),
) -> str:
    """Return a profile of the older make; `grouped` are several titles at one employer."""
    items = "".join(
        f"<li class='artdeco-list__item'><div>{_line(role.title)}{_line(f'{role.organisation} · Full-time')}"
        f"{_line(f'{role.dates} · 2 yrs 3 mos')}{_line('Leeds, England')}</div></li>"
        for role in roles
    )
    together = list(grouped)
    if together:
        inner = "".join(
            f"<li>{_line(role.title)}{_line(f'{role.dates} · 1 yr')}</li>" for role in together
        )
        items += (
            f"<li class='artdeco-list__item'><div>{_line(together[0].organisation)}"
            f"{_line('Full-time · 5 yrs')}<ul>{inner}</ul></div></li>"
        )
    learnt = "".join(
        f"<li class='artdeco-list__item'>{_line(one.organisation)}{_line(one.title)}{_line(one.dates)}</li>"
        for one in schools
    )
    button = f'<button aria-label="Current company: {html.escape(company)}. Click to skip to experience card">'
    return f"""<main><section class="pv-top-card"><h1 class="text-heading-xlarge">{html.escape(name)}</h1>
<div class="text-body-medium break-words">{html.escape(headline)}</div>
{button + html.escape(company) + "</button>" if company else ""}</section>
<section><div id="experience"></div><h2>{_twice("Experience")}</h2><ul>{items}</ul></section>
<section><div id="education"></div><h2>{_twice("Education")}</h2><ul>{learnt}</ul></section></main>"""


def _line(text: str) -> str:
    return f"<div>{_twice(text)}</div>"


# --- files ------------------------------------------------------------------------------------------


def html_page(
    body: str, url: str = FEED, *, title: str = "LinkedIn", comment: bool = True
) -> bytes:
    """Return a page as "Webpage, complete" keeps it."""
    saved = f"<!-- saved from url=({len(url):04d}){url} -->\n" if comment else ""
    text = (
        f'<!DOCTYPE html>\n{saved}<html lang="en"><head><meta charset="UTF-8"><title>{title}</title>'
        f'<link rel="stylesheet" href="./LinkedIn_files/a.css"></head><body>{body}</body></html>'
    )
    return text.encode()


def mhtml_page(
    body: str,
    url: str = FEED,
    *,
    frames: Iterable[tuple[str, str]] = (),
    saved_at: datetime | None = SAVED_AT,
) -> bytes:
    """Return a page as Chrome and Edge keep it in one file; `frames` are URL and body."""
    mark = "----MultipartBoundary--aBcDeFgHiJkLmNoP----"
    head = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {url}",
        "Subject: =?utf-8?Q?Feed=20=7C=20LinkedIn?=",
        *([f"Date: {format_datetime(saved_at)}"] if saved_at else []),
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{mark}"',
        "",
        "",
    ]
    parts = []
    for number, (place, content) in enumerate([(url, body), *frames]):
        document = f"<!DOCTYPE html><html><head></head><body>{content}</body></html>"
        coded = quopri.encodestring(document.encode()).decode("ascii").replace("\n", "\r\n")
        where = f"Content-Location: {place}\r\n" if place else ""
        parts.append(
            f"--{mark}\r\nContent-Type: text/html\r\nContent-ID: <frame-{number}@mhtml.blink>\r\n"
            f"Content-Transfer-Encoding: quoted-printable\r\n{where}\r\n{coded}\r\n"
        )
    picture = base64.encodebytes(b"\x89PNG\r\n" * 40).decode().replace("\n", "\r\n")
    parts.append(
        f"--{mark}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: https://media.licdn.com/a.png\r\n\r\n{picture}\r\n"
    )
    return ("\r\n".join(head) + "".join(parts) + f"--{mark}--\r\n").encode()


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    made = post_id(datetime(2026, 6, 1, 9, 0, tzinfo=UTC))
    plain = PagePost("Ana Silva", "/in/ana-silva", "Job aids\nbeat courses.", id=made)
    liked = PagePost(
        "Ben Okafor",
        "/in/ben-okafor",
        "A checklist is a job aid.",
        id=post_id(datetime(2026, 6, 2, tzinfo=UTC)),
        header="Cleo Brandt likes this",
        header_path="/in/cleo",
    )
    shared = PagePost(
        "Dan Ek",
        "/in/dan-ek",
        "Read this",
        id=post_id(datetime(2026, 6, 3, tzinfo=UTC)),
        shared=plain,
    )
    advert = PagePost(
        "Lindby",
        "/company/lindby",
        "Buy",
        promoted="Promoted",
        id=post_id(datetime(2026, 6, 4, tzinfo=UTC)),
    )
    posts = [plain, liked, shared, advert]
    invites = [
        PageInvite(
            "Eva Lund",
            "eva-lund",
            note="Hi, we met\nin Leeds.",
            mutual="12 mutual connections",
            number="71",
        ),
        PageInvite("Fay Moss", "fay-moss", number="72"),
    ]
    role = PageRole("Trainer", "Fenland Water", "Jan 2020 - Present")
    school = PageRole("BA, History", "Ashbourne College", "2001 - 2004")
    profile = profile_body("Ana Silva", "Trainer", "Fenland Water", [role], [role], [school])
    return {
        "feed-ember.html": html_page(ember_feed(posts, [voyager(posts), voyager([liked])])),
        "feed-sdui.html": html_page(sdui_feed(posts)),
        "feed-ember.mhtml": mhtml_page(ember_feed(posts)),
        "feed-sdui.mhtml": mhtml_page(sdui_feed(posts)),
        "received-ember.html": html_page(ember_invitations(invites), RECEIVED),
        "received-sdui.mhtml": mhtml_page(sdui_invitations(invites), RECEIVED),
        "sent-sdui.html": html_page(sdui_invitations(invites, sent=True), SENT_PAGE),
        "frame.mhtml": mhtml_page(
            '<iframe src="/preload/?_bprMode=vanilla"></iframe>',
            RECEIVED,
            frames=[
                ("https://www.linkedin.com/preload/?_bprMode=vanilla", ember_invitations(invites))
            ],
        ),
        "profile.html": html_page(profile, "https://www.linkedin.com/in/ana-silva/"),
    }
