"""Which mail is no contact between two people: lists, newsletters, automats, spam, broadcasts."""

import re

from relevance.sources.mail.headers import Address, Header

__all__ = ["MOST_RECIPIENTS", "why_no_contact"]

MOST_RECIPIENTS = 25
"""More than this many recipients make a mass mail."""

_AUTOMATIC = re.compile(
    r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|donotreply|reply[-+].*|notifications?|notify|alerts?|"
    r"mailer[-_.]?daemon|postmaster|bounces?|auto(?:mated|reply|responder)?|newsletters?|news|updates?|"
    r"digest|system|daemon|root|cron|jira|invitations?|messages-noreply|calendar-notification)"
    r"(?:[-_.+].*)?$"
)
_AUTOMATIC_ANYWHERE = re.compile(r"no-?reply|do-?not-?reply|mailer-daemon|^bounces?[-+.]")
# Gmail writes its labels in the language of the account.
_SPAM_WORDS = (
    "spam trash bin junk papierkorb corbeille papelera lixo lixeira cestino prullenbak papirkurv papperskorg "
    "roskakori kosz kos корзина спам 垃圾邮件 迷惑メール ゴミ箱 스팸 휴지통 correo-no-deseado indésirables "
    "courrier-indésirable posta-indesiderata skräppost søppelpost roskaposti"
)
_SPAM = frozenset(_SPAM_WORDS.split())
_DRAFT_WORDS = (
    "draft drafts entwurf entwürfe brouillon brouillons borrador borradores rascunho rascunhos bozza bozze concept "
    "concepten kladde kladder utkast luonnokset wersje-robocze черновики 下書き 草稿"
)
_DRAFTS = frozenset(_DRAFT_WORDS.split())
_CHATS = frozenset({"chat", "chats", "hangouts"})


def why_no_contact(header: Header, recipients: list[Address]) -> str | None:
    """Return why a message is no contact between its sender and its recipients, or null."""
    return _by_label(header) or _by_field(header) or _by_people(header, recipients)


def _by_label(header: Header) -> str | None:
    labels = {
        label.strip().strip('"').casefold().replace(" ", "-")
        for label in header.text("X-Gmail-Labels").split(",")
    }
    status = header.text("X-Mozilla-Status").strip()
    if labels & _SPAM or header.text("X-Spam-Flag").casefold().startswith("yes"):
        return "spam or trash"
    if labels & _DRAFTS or header.has("X-Unsent"):
        return "draft"
    if labels & _CHATS:
        return "chat log"
    return "deleted" if status.endswith("0008") and len(status) == 4 else None


def _by_field(header: Header) -> str | None:
    if header.has("List-Id", "List-Post", "Mailing-List", "X-Mailing-List"):
        return "mailing list"
    if header.has("List-Unsubscribe", "X-Campaign", "X-CampaignId", "Feedback-ID"):
        return "newsletter or bulk mail"
    if header.text("Precedence").casefold() in {"bulk", "list", "junk", "auto_reply"}:
        return "newsletter or bulk mail"
    submitted = header.text("Auto-Submitted").casefold()
    if submitted and not submitted.startswith("no"):
        return "automated mail"
    if header.has("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"):
        return "automated mail"
    if header.text("Return-Path").strip() == "<>":
        return "automated mail"
    kind = header.text("Content-Type").casefold()
    if kind.startswith(("multipart/report", "text/calendar")) or "method=" in kind:
        return "calendar or delivery notice"
    return None


def _by_people(header: Header, recipients: list[Address]) -> str | None:
    senders = header.addresses("From") or header.addresses("Sender")
    if not senders:
        return "no sender"
    local = senders[0].mail.partition("@")[0]
    if _AUTOMATIC.match(local) or _AUTOMATIC_ANYWHERE.search(local):
        return "automated mail"
    if not recipients:
        return "no recipient"
    if len(recipients) > MOST_RECIPIENTS:
        return f"mass mail (more than {MOST_RECIPIENTS} recipients)"
    if {one.mail for one in recipients} <= {senders[0].mail}:
        return "to oneself"
    return None
