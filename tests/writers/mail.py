"""Writes mailboxes as mail programs leave them; everyone is invented."""

from collections.abc import Mapping, Sequence

HEADER = {
    "From": "Ana Silva <ana@fenland.example>",
    "To": "Maren Example <maren@own.example>",
    "Date": "Mon, 04 Mar 2024 11:20:34 +0100",
    "Subject": "Job aids",
    "Message-ID": "<one@fenland.example>",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
}
BODY = "Hello Maren,\nshall we talk about job aids?\n-- \nAna Silva\nFenland Water\n"
SEPARATOR = "From 1790000000000000001@xxx Mon Mar 04 10:20:34 +0000 2024"
HTML = (
    "--edge\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<html><head><style>p {color: red}</style></head><body><p>Dear Maren,</p><p>th=C3=A9 plan=\n"
    " works</p><blockquote>old words</blockquote></body></html>\n--edge--\n"
)
INVITATION = (
    "--edge\nContent-Type: text/plain; charset=utf-8\n\nYou are invited.\n"
    "--edge\nContent-Type: text/calendar; charset=utf-8; method=REQUEST\n\n"
    "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n--edge--\n"
)


def mail(body: str = BODY, *, end: str = "\n", **fields: str | None) -> bytes:
    """Return one message; fields by name with `_` for `-`, null to leave one out."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    whole = {**HEADER, **named}
    head = "".join(f"{name}: {value}\n" for name, value in whole.items() if value is not None)
    return f"{head}\n{body}".replace("\n", end).encode("utf-8", "surrogateescape")


def mbox(mails: Sequence[bytes], *, blank: bool = True, end: bytes = b"\n") -> bytes:
    """Return an mbox; lines of bodies that begin with "From " are left as they are."""
    separator = SEPARATOR.encode() + end
    return (end * (2 if blank else 1)).join(separator + one.rstrip(b"\r\n") for one in mails) + end


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    answer = mail(
        "Yes, gladly.\n\nOn Mon, 4 Mar 2024 Ana wrote:\n> shall we talk\n",
        From="=?utf-8?q?Maren_Ex=C3=A4mple?= <maren@own.example>",
        To='"Silva, Ana" <ana@fenland.example>,\n Ben Okafor <ben@lindby.example>',
        Message_ID="<two@own.example>",
        In_Reply_To="<one@fenland.example>",
    )
    newsletter = mail(List_Unsubscribe="<mailto:x@y.example>", Message_ID="<three@n.example>")
    html = mail(
        HTML, Content_Type='multipart/alternative; boundary="edge"', Message_ID="<four@f.example>"
    )
    invitation = mail(
        INVITATION,
        Content_Type='multipart/alternative; boundary="edge"',
        Message_ID="<5@f.example>",
    )
    box = mbox([mail(), answer, newsletter, html])
    return {
        "Takeout/Mail/All mail.mbox": box,
        "Takeout/Mail/Gesendet.mbox": mbox([answer, invitation, mail(Message_ID=None, Date=None)]),
        "windows.mbox": mbox([mail(end="\r\n"), answer.replace(b"\n", b"\r\n")], end=b"\r\n"),
        "no blank lines.mbox": mbox([mail(), answer], blank=False),
        "one.eml": mail(),
        "notepad.eml": mail().decode().encode("utf-16"),
        "Maildir/cur/1709547634.M1P2.host:2,S": answer,
    }


def many(count: int, fields: Mapping[str, str] = {}) -> bytes:
    """Return an mbox of so many messages of different people."""
    return mbox(
        [
            mail(
                From=f"Person {n} <p{n}@example.org>",
                Message_ID=f"<{n}@example.org>",
                **dict(fields),
            )
            for n in range(count)
        ]
    )
