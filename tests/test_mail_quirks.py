"""What real mailboxes do to a reader: separators, addresses, dates, labels, bodies, and harm on purpose."""

import base64
import io
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.mail import boxes, read, recognises
from relevance.sources.mail.boxes import mails_in
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.writers.mail import INVITATION, SEPARATOR, mail, mbox

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)
LINE = SEPARATOR.encode() + b"\n"


def load(data: bytes, name: str = "x.eml", **options):
    return read(SourceFile.from_bytes(name, data), **options)


def row(data: bytes, **options) -> dict:
    [one] = load(data, **options).accepted["encounter"].to_dicts()
    return one


def bodies(data: bytes) -> list[bytes]:
    return [one.body for one in mails_in(io.BytesIO(data))]


def people(result) -> list[tuple[str, str]]:
    """Name and address of everybody, by address."""
    records = result.accepted["record"].sort("emails", "name")
    return [(name, mails[0]) for name, mails in records.select("name", "emails").rows()]


# Separators


@pytest.mark.parametrize(
    "line",
    [
        b"From 1790000000000000001@xxx Mon Mar 04 11:20:34 +0000 2024",
        b"From ana@fenland.example Mon Mar  4 11:20:34 2024",
        b"From ana@fenland.example  Mon Mar  4 11:20:34 2024",
        b"From MAILER-DAEMON Mon Mar 04 11:20:34 2024",
        b"From - Mon Mar 04 11:20:34 2024",
        b"From ana at fenland.example  Mon Mar  4 11:20:34 2024",
    ],
)
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_separator_is_known_by_its_shape(line: bytes, blank: bool, end: bytes) -> None:
    one = line + b"\n" + mail("One\n", Message_ID="<1@x>").rstrip(b"\n")
    data = (b"\n\n" if blank else b"\n").join([one, one, one]) + b"\n"
    data = data.replace(b"\n", end)
    assert [body.strip() for body in bodies(data)] == [b"One"] * 3
    assert recognises("x", data)


@pytest.mark.parametrize(
    "line",
    [
        b"From here on it gets better.",
        b"From the Monday of 4 March 2024, 11:20:34 to be exact",
        b"From ana@fenland.example",
        b"From ana@fenland.example Monday Mar 04 11:20:34 2024",
        b"From ana@fenland.example Mon Mar 04 11:20 2024",
        b">From 1790000000000000001@xxx Mon Mar 04 11:20:34 +0000 2024",
        b" From 1790000000000000001@xxx Mon Mar 04 11:20:34 +0000 2024",
        b"from 1790000000000000001@xxx Mon Mar 04 11:20:34 +0000 2024",
    ],
)
@pytest.mark.parametrize("before", [b"\n", b"\n\n"])
def test_a_line_of_another_shape_is_none_even_with_a_field_behind_it(line, before) -> None:
    inside = b"One" + before + line + b"\nNote: this is no header\n"
    data = LINE + mail("") + inside + b"\n" + LINE + mail("Two\n", Message_ID="<2@x>")
    assert len(bodies(data)) == 2
    assert line in bodies(data)[0]


def test_a_separator_within_a_paragraph_needs_a_field_behind_it() -> None:
    inside = b"He wrote\n" + LINE + b"and then went home.\n"
    data = LINE + mail("") + inside + b"\n" + LINE + mail("Two\n", Message_ID="<2@x>")
    assert len(bodies(data)) == 2


def test_a_single_message_is_not_split_whatever_stands_in_it() -> None:
    data = mail("They write mailboxes like this:\n\n") + LINE + mail(Message_ID="<2@x>")
    assert load(data).read == 1


def test_an_escaped_line_is_unescaped_and_is_no_quotation() -> None:
    body = "Hello,\n>From here on it is mine.\n>>From there too\n> this is quoted\n"
    assert row(mbox([mail(body)]), name="x")["snippet"] == "Hello, From here on it is mine."
    assert row(mail(body))["snippet"] == "Hello,"


def test_a_first_line_that_some_programs_leave_in_the_header_is_passed_over() -> None:
    data = LINE + b">From ana@fenland.example Mon Mar  4 11:20:34 2024\n" + mail()
    assert row(data)["at"] == MOMENT


def test_a_message_without_a_header_is_read_and_rejected() -> None:
    result = load(LINE + b"\nnothing but words\n\n" + LINE + mail())
    assert (result.read, result.reasons) == (2, {"no sender": 1})


def test_an_older_shape_of_separator_counts_where_the_file_begins_with_it() -> None:
    line = b"From ana@fenland.example Mon Mar 04 11:20 2024\n"
    data = (line + mail() + b"\n") * 2
    assert recognises("x", data)
    assert len(bodies(data)) == 2


@given(
    st.lists(
        st.sampled_from(["a", "From here\n", "\n", "\n\n", "x" * 50, ">From y\n"]), max_size=8
    ),
    st.integers(1, 200),
)
def test_where_the_pieces_are_cut_changes_nothing(words: list[str], piece: int) -> None:
    parts = [mail("".join(words) + f"{n}\n", Message_ID=f"<{n}@x>") for n in range(4)]
    for data in (mbox(parts), mbox(parts, blank=False), parts[0]):
        whole = bodies(data)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(boxes, "_PIECE", piece)
            assert bodies(data) == whole
        assert len(whole) == (1 if data == parts[0] else 4)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\n\r\n" + data,
        lambda data: data.replace(b"\n", b"\r"),
        lambda data: data.decode().encode("utf-16"),
        lambda data: data.replace(b"\n", b"\r\n"),
    ],
)
@pytest.mark.parametrize("data", [mail(), mbox([mail(), mail(Message_ID="<2@x>")])])
def test_marks_line_ends_and_utf_16_are_taken_as_they_come(change, data: bytes) -> None:
    assert recognises("x", change(data))
    whole, changed = load(data), load(change(data))
    assert changed.read == whole.read
    assert changed.accepted["encounter"].equals(whole.accepted["encounter"])


# People


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ('"Okafor, Ben" <ben@x.example>', [("Okafor, Ben", "ben@x.example")]),
        ("Okafor, Ben <ben@x.example>", [("Okafor, Ben", "ben@x.example")]),
        ("'Ben Okafor' <BEN@X.Example>", [("Ben Okafor", "ben@x.example")]),
        ("<ben@x.example>", [("ben@x.example", "ben@x.example")]),
        ('"ben@x.example" <ben@x.example>', [("ben@x.example", "ben@x.example")]),
        ("ben@x.example (Ben (the elder) Okafor)", [("Ben the elder Okafor", "ben@x.example")]),
        ("=?utf-8?Q?Ben_=C3=96_=3Cben=40x=2Eexample=3E?=", [("Ben Ö", "ben@x.example")]),
        ('"=?utf-8?Q?=C3=96kafor=2C_Ben?=" <ben@x.example>', [("Ökafor, Ben", "ben@x.example")]),
        ("=?utf-8?b?w5ZrYQ==?=\n\t=?utf-8?b?Zm9y?= <ben@x.example>", [("Ökafor", "ben@x.example")]),
        ("=?utf-8?q?=C3?= =?utf-8?q?=96k?= <ben@x.example>", [("Ök", "ben@x.example")]),
        ("=?gb2312?b?zfXQocP3?= <ben@x.example>", [("王小明", "ben@x.example")]),
        ("=?unicode_escape?q?a\\d?= <ben@x.example>", [("=?unicode_escape?q?a\\d?=", "ben@x.example")]),
        ("Ben <ben@x.example>,,\n Cleo <cleo@x.example>", [("Ben", "ben@x.example"), ("Cleo", "cleo@x.example")]),
        ("Team: Ben <ben@x.example>, C <c@x.example>;", [("Ben", "ben@x.example"), ("C", "c@x.example")]),
        ("Ben <ben@x.example>, ben@x.example", [("Ben", "ben@x.example")]),
        ("ben, Cleo Dahl <nobody>, dora@x.example", [("dora@x.example", "dora@x.example")]),
        ("bén@exämple.example", [("bén@exämple.example", "bén@exämple.example")]),
        ("Ben\x00\x07 \u202eO <ben@x.example>", [("Ben O", "ben@x.example")]),
    ],
)  # fmt: skip
def test_recipients_are_read_as_they_are_meant(to: str, found: list) -> None:
    result = load(mail(To=to))
    assert people(result) == [("Ana Silva", "ana@fenland.example"), *found]
    assert result.accepted["encounter"].height == len(found)


def test_to_and_cc_in_several_fields_count_each_address_once() -> None:
    data = mail(Cc="cleo@x.example, maren@own.example", To="Maren <maren@own.example>")
    result = load(data.replace(b"Cc:", b"To: dora@x.example\nCC:"))
    assert [one for _, one in people(result)] == [
        "ana@fenland.example",
        "cleo@x.example",
        "dora@x.example",
        "maren@own.example",
    ]
    assert result.accepted["encounter"].height == 3


def test_bcc_and_reply_to_are_nobody() -> None:
    result = load(mail(Bcc="cleo@x.example", Reply_To="dora@x.example"))
    assert [one for _, one in people(result)] == ["ana@fenland.example", "maren@own.example"]


def test_sender_stands_in_where_from_names_nobody() -> None:
    result = load(mail(From="nobody at all", Sender="ana@fenland.example"))
    assert people(result)[0] == ("ana@fenland.example", "ana@fenland.example")


def test_spellings_of_one_name_are_one_record_and_two_names_at_one_address_are_two() -> None:
    names = ["Silva, Ana", "Ana Silva", "Ana Silva", "Office of Cleo"]
    box = [
        mail(From=f'"{name}" <office@x.example>', Message_ID=f"<{n}@x>")
        for n, name in enumerate(names)
    ]
    assert people(load(mbox(box)))[1:] == [
        ("Ana Silva", "office@x.example"),
        ("Office of Cleo", "office@x.example"),
    ]


# Moments, ids and conversations


@pytest.mark.parametrize(
    ("text", "moment", "is_approximate"),
    [
        ("Mon, 04 Mar 2024 11:20:34 +0100", MOMENT, False),
        ("Mon, 04 Mar 2024 10:20:34 -0000", MOMENT, False),
        ("Mon, 04 Mar 2024 10:20:34 UT", MOMENT, False),
        ("Mon, 04 Mar 2024 05:20:34 EST", MOMENT, False),
        ("Mon, 04 Mar 2024 11:20:34 CET", MOMENT, False),
        ("Mon, 04 Mar 2024 11:20:34\n +0100 (CET)", MOMENT, False),
        ("04 Mar 24 11:20:34 +0100", MOMENT, False),
        ("2024-03-04T10:20:34Z", MOMENT, False),
        ("Mon, 04 Mar 2024 19:20:34", MOMENT, True),
        ("Sat, 31 Dec 2016 23:59:60 +0000", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        ("Mon, 32 Mar 2024 11:20:34 +0100", None, None),
        ("Mon, 04 Mar 2024 11:20:34 +9999", None, None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None, None),
        ("9" * 500, None, None),
        ("", None, None),
    ],
)
def test_dates_are_moments_in_utc(text: str, moment, is_approximate) -> None:
    found = row(mail(Date=text), zone=ZoneInfo("Asia/Tokyo"))
    assert (found["at"], found["is_approximate"]) == (moment, is_approximate)


@pytest.mark.parametrize(
    ("separator", "is_approximate"),
    [
        ("From a@x Mon Mar 04 10:20:34 +0000 2024", False),
        ("From a@x Mon Mar  4 12:20:34 2024 +0200", False),
        ("From a@x Mon Mar 04 11:20:34 CET 2024", False),
        ("From a@x Mon Mar 04 19:20:34 2024", True),
    ],
)
@pytest.mark.parametrize("text", [None, "some day"])
def test_the_line_before_stands_in_for_a_date(separator, is_approximate, text) -> None:
    data = separator.encode() + b"\n" + mail(Date=text)
    found = row(data, zone=ZoneInfo("Asia/Tokyo"))
    assert (found["at"], found["is_approximate"]) == (MOMENT, is_approximate)


@pytest.mark.parametrize(
    ("fields", "conversation"),
    [
        ({}, "<one@fenland.example>"),
        ({"In_Reply_To": "<root@x.example>"}, "<root@x.example>"),
        ({"In_Reply_To": "<b@x>", "References": "<root@x.example>\n <b@x>"}, "<root@x.example>"),
        ({"In_Reply_To": "your mail of Monday", "References": ""}, "<one@fenland.example>"),
        ({"References": "<root@x.example>", "X_GM_THRID": "1790"}, "1790"),
        ({"Message_ID": None}, None),
        ({"Message_ID": "bare@x"}, "<bare@x>"),
    ],
)
def test_a_conversation_is_the_thread_else_its_root_else_itself(fields, conversation) -> None:
    assert row(mail(**fields))["conversation"] == conversation


def test_the_senders_copy_and_the_recipients_are_one_contact() -> None:
    received = mail(Received="by x", From="Ana <ana@fenland.example>")
    copies = [row(data)["encounter_id"] for data in (mail(), received, mbox([mail()]))]
    assert len(set(copies)) == 1
    assert row(mail(Message_ID="<other@x>"))["encounter_id"] not in copies


def test_without_an_id_moment_sides_and_words_say_which_message_it_is() -> None:
    def key(data: bytes) -> str:
        return row(data)["encounter_id"]

    plain = mail(Message_ID=None)
    same = [plain, plain.replace(b"\n", b"\r\n"), mbox([plain])]
    assert len({key(data) for data in same}) == 1
    others = [mail("Other words", Message_ID=None), mail(Message_ID=None, Subject="x"),
              mail(Message_ID=None, Date="Mon, 04 Mar 2024 11:20:35 +0100")]  # fmt: skip
    assert len({key(data) for data in [plain, *others]}) == 4


def test_the_same_message_twice_in_a_box_is_rejected_once() -> None:
    result = load(mbox([mail(), mail(Message_ID="<2@x>"), mail()]))
    assert result.reasons == {"same message twice": 1}
    assert [(one.row, one.excerpt) for one in result.rejected] == [(3, "Job aids")]
    assert result.accepted["encounter"].height == 2


def test_the_newest_day_is_not_in_the_future() -> None:
    box = mbox([mail(), mail(Date="Mon, 04 Mar 2090 11:20:34 +0100", Message_ID="<2@x>")])
    result = load(box)
    assert (result.as_of, result.newest) == (date(2024, 3, 4), date(2024, 3, 4))
    assert load(box, as_of=date(2024, 5, 1)).as_of == date(2024, 5, 1)


# What is no contact


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ("Inbox,Spam", "spam"), ("Skräppost", "spam"), ("Спам", "spam"), ("迷惑メール", "spam"), ("垃圾邮件", "spam"),
        ("Courrier indésirable", "spam"), ("Søppelpost", "spam"), ("Roskaposti", "spam"), ("스팸함", "spam"),
        ("Trash", "trash"), ("Bin", "trash"), ("Papierkorb", "trash"), ("Corbeille", "trash"), ("Papelera", "trash"),
        ("Lixeira", "trash"), ("Cestino", "trash"), ("Prullenbak", "trash"), ("Papperskorgen", "trash"),
        ("Kosz", "trash"), ("Koš", "trash"), ("Çöp Kutusu", "trash"), ("Корзина", "trash"), ("ゴミ箱", "trash"),
        ("Drafts", "draft"), ("Entwürfe", "draft"), ("Brouillons", "draft"), ("Borradores", "draft"),
        ("Rascunhos", "draft"), ("Bozze", "draft"), ("Concepten", "draft"), ("Utkast", "draft"), ("Черновики", "draft"),
        ("下書き", "draft"), ("Wersje robocze", "draft"), ("Piszkozatok", "draft"), ("Taslaklar", "draft"),
        ("Chat", "chat"), ("Bate-papos", "chat"), ("Чаты", "chat"),
        ("Category promotions,Inbox", "newsletter"), ("Kategorie „Werbung“", "newsletter"),
        ("Catégorie : Promotions", "newsletter"), ("カテゴリ: プロモーション", "newsletter"),
        ("Entwu\u0308rfe", "draft"), ("\"Spam\"", "spam"),
        ("Inbox,Opened,Important", None), ("Posteingang,Gesendet", None), ("Work/Spam filters", None),
        ("Category updates", None), ("Promotions 2024", None), ("", None),
    ],
)  # fmt: skip
def test_labels_are_read_in_any_language(labels: str, reason: str | None) -> None:
    from email.header import Header

    for written in (labels, Header(labels, "utf-8", maxlinelen=40).encode()):
        assert load(mail(X_Gmail_Labels=written)).reasons == ({reason: 1} if reason else {})


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"List_Post": "<mailto:x@y.example>"}, "mailing list"),
        ({"Precedence": "list"}, "mailing list"),
        ({"Precedence": "Junk"}, "bulk mail"),
        ({"Precedence": "auto_reply"}, "automated mail"),
        ({"Precedence": "first-class"}, None),
        ({"Auto_Submitted": "auto-generated; x=y"}, "automated mail"),
        ({"Auto_Submitted": "No"}, None),
        ({"X_Autoreply": "yes"}, "automated mail"),
        ({"Return_Path": " < > "}, "automated mail"),
        ({"Return_Path": "<ana@fenland.example>"}, None),
        ({"Feedback_ID": "x:y"}, "newsletter"),
        ({"X_Spam_Flag": "YES"}, "spam"),
        ({"X_Spam_Status": "Yes, score=9"}, "spam"),
        ({"X_Spam_Status": "No, score=0"}, None),
        ({"X_Mozilla_Status": "0009"}, "trash"),
        ({"X_Mozilla_Status": "0001"}, None),
        ({"X_Status": "AD"}, "trash"),
        ({"X_Unsent": "1"}, "draft"),
        ({"Content_Class": "urn:content-classes:calendarmessage"}, "calendar mail"),
        ({"Content_Type": "text/calendar; method=REPLY"}, "calendar mail"),
        ({"To": "rail@googlegroups.com"}, "mailing list"),
        ({"To": "rail@lists.example, rail-request@x.example"}, "mailing list"),
        ({"To": "no-reply@shop.example"}, "automated mail"),
        ({"To": "reply+abc123@git.example"}, "automated mail"),
        ({"From": "nobody"}, "no sender"),
        ({"To": "undisclosed-recipients:;", "Cc": ""}, "no recipient"),
        ({"To": "ana@fenland.example", "Cc": "Ana Silva <Ana@Fenland.example>"}, "sender and recipient are the same"),
        ({"Cc": ", ".join(f"p{n}@x.example" for n in range(24))}, None),
        ({"Cc": ", ".join(f"p{n}@x.example" for n in range(25))}, "more than 25 recipients"),
    ],
)  # fmt: skip
def test_fields_and_people_say_what_is_no_contact(fields: dict, reason: str | None) -> None:
    assert load(mail(**fields)).reasons == ({reason: 1} if reason else {})


@pytest.mark.parametrize(
    "address",
    [
        "noreply", "no-reply", "no_reply", "no.reply", "messages-noreply", "donotreply", "do-not-reply", "do_not_reply",
        "notifications", "notification+x", "notify", "alerts", "mailer-daemon", "MAILER-DAEMON", "postmaster", "bounce",
        "bounces+1-2", "list-bounces", "newsletter", "news", "nicht-antworten", "ne-pas-repondre", "noresponder",
        "nao-responda", "auto-reply", "calendar-notification",
    ],
)  # fmt: skip
def test_addresses_of_automats_are_nobodys(address: str) -> None:
    assert load(mail(From=f"X <{address}@x.example>")).reasons == {"automated mail": 1}


@pytest.mark.parametrize(
    "address",
    [
        "noreen",
        "newsome",
        "bouncer",
        "info",
        "hello",
        "ana.alert",
        "notifyer",
        "updike",
        "rooter",
        "o.reply",
    ],
)
def test_addresses_of_people_that_look_alike_are_theirs(address: str) -> None:
    assert load(mail(From=f"X <{address}@x.example>")).reasons == {}


def test_lists_and_automats_beside_people_are_left_out() -> None:
    result = load(mail(Cc="rail@googlegroups.com, noreply@x.example, Ben <ben@x.example>"))
    assert [one for _, one in people(result)] == [
        "ana@fenland.example",
        "ben@x.example",
        "maren@own.example",
    ]


ATTACHED = INVITATION.replace(
    "text/calendar; charset=utf-8; method=REQUEST\n",
    'text/calendar; name="x.ics"\nContent-Disposition: attachment; filename="x.ics"\n',
)


@pytest.mark.parametrize(
    ("body", "kind", "reasons"),
    [
        (INVITATION, "multipart/alternative", {"calendar mail": 1}),
        (INVITATION.replace("; method=REQUEST", ""), "multipart/mixed", {"calendar mail": 1}),
        (INVITATION.replace("REQUEST", "CANCEL"), "multipart/alternative", {"calendar mail": 1}),
        (ATTACHED, "multipart/mixed", {}),
    ],
)
def test_invitations_are_for_the_calendar_and_attached_events_are_not(body, kind, reasons) -> None:
    assert load(mail(body, Content_Type=f'{kind}; boundary="edge"')).reasons == reasons


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("Mail/Spam.mbox", "spam"),
        ("Mail/Papierkorb.mbox", "trash"),
        ("Mail/Junk", "spam"),
        ("Mail/All mail Including Spam and Trash.mbox", None),
        ("Maildir/cur/1.M1.host:2,ST", "trash"),
        ("Maildir/cur/1.M1.host:2,DS", "draft"),
        ("Maildir/cur/1.M1.host;2,S", None),
        ("Maildir/.Entwürfe/cur/1.M1.host:2,S", "draft"),
        ("Maildir/.INBOX.Trash/new/1.M1.host", "trash"),
        ("Spam/one.eml", None),
    ],
)
def test_the_place_of_a_file_says_what_its_mail_is(path: str, reason: str | None) -> None:
    assert load(mail(), path).reasons == ({reason: 1} if reason else {})


# The owner


def test_who_sends_with_the_label_sent_is_the_owner() -> None:
    own = {"From": "Maren Example <maren@own.example>", "To": "ana@fenland.example"}
    box = mbox(
        [
            mail(X_Gmail_Labels="Inbox,Opened"),
            mail(X_Gmail_Labels="=?UTF-8?Q?Gesendet?=", Message_ID="<2@x>", **own),
        ]
    )
    result = load(box)
    owners = result.accepted["record"].filter("is_owner")
    assert owners["emails"].to_list() == [["maren@own.example"]]
    assert result.accepted["owner_fact"].select("kind", "value").rows() == [
        ("email", "maren@own.example")
    ]


@pytest.mark.parametrize("other", ["Inbox,Opened", "Archived"])
def test_an_address_that_also_sends_without_the_label_is_not_the_owners(other: str) -> None:
    box = mbox([mail(X_Gmail_Labels="Sent"), mail(X_Gmail_Labels=other, Message_ID="<2@x>")])
    result = load(box)
    assert not result.accepted["record"]["is_owner"].any()
    assert "owner_fact" not in result.accepted


def test_a_mailbox_alone_shows_whom_its_owner_writes_to(tmp_path: Path) -> None:
    own = {"From": "Maren Example <maren@own.example>", "To": "Ana Silva <ana@fenland.example>"}
    path = tmp_path / "Takeout" / "All mail.mbox"
    path.parent.mkdir()
    path.write_bytes(
        mbox(
            [
                mail(X_Gmail_Labels="Inbox"),
                mail(X_Gmail_Labels="Sent", Message_ID="<2@x>", **own),
                mail(Cc="Ben <ben@x.example>", Message_ID="<3@x>", From='"Silva, Ana" <ana@fenland.example>'),
            ]
        )
    )  # fmt: skip
    [found] = read_path(tmp_path)
    assert (found.kind, found.result.read, found.result.rejected) == ("mail", 3, ())
    with Store.open(tmp_path / "m.duckdb") as store:
        [report] = import_paths(store, [path], settings=Settings())
        # Ana's mail to Ben counts as a fact and is no contact of the owner's.
        assert (report.read, report.tables["encounter"]) == (3, 4)
        contacts = store.frame("SELECT name, direction FROM contact JOIN person USING (person_id)")
        assert sorted(contacts.rows()) == [
            ("Ana Silva", "incoming"),
            ("Ana Silva", "incoming"),
            ("Ana Silva", "outgoing"),
        ]


# Words


def part(kind: str, body: str, *fields: str) -> str:
    head = "\n".join((f"Content-Type: {kind}", *fields))
    return f"--edge\n{head}\n\n{body}\n"


BASE64 = "Content-Transfer-Encoding: base64"
QUOTED_PRINTABLE = "Content-Transfer-Encoding: quoted-printable"


@pytest.mark.parametrize(
    ("body", "snippet"),
    [
        ("One\n\ntwo   three\n", "One two three"),
        (
            "Yes.\n\nOn Mon, 4 Mar 2024 at 11:20, Ana Silva <ana@x.example>\nwrote:\n\n> no\n",
            "Yes.",
        ),
        ("Am 04.03.2024 um 11:20 schrieb Ana:\n> alt\nNeu darunter\n", "Neu darunter"),
        ("Two points:\n> first\nAgreed\n> second\nNo\n", "Two points: Agreed No"),
        ("Mine\n-----Original Message-----\nFrom: Ana\nOld\n", "Mine"),
        ("Mine\n________________________________\nFrom: Ana\nOld\n", "Mine"),
        ("Mine\n-- \nAna\n", "Mine"),
        ("Mine\n--\nAna\n", "Mine"),
        ("a -- b\n--- not a signature\n", "a -- b --- not a signature"),
        ("x" * 400, "x" * 300),
        ("> nothing of my own\n", None),
        ("", None),
        ("Hi\u200b \u202eAna\x07\n", "Hi Ana"),
    ],
)
def test_a_snippet_is_what_the_sender_says(body: str, snippet: str | None) -> None:
    assert row(mail(body))["snippet"] == snippet


@pytest.mark.parametrize(
    ("body", "snippet"),
    [
        (part("text/html", "<p>no</p>") + part("text/plain", "plain"), "plain"),
        (part("text/plain", "") + part("text/html", "<p>th&eacute;<br>b</p>"), "thé b"),
        (part("text/html", "<p>a</p><blockquote>b</blockquote><div class=gmail_quote>c</div>"), "a"),
        (part("text/plain; charset=iso-8859-1", "kyBo6ZQ=", BASE64), "“ hé”"),
        (part("text/plain; charset=utf-8", "4oCTIGjDqQ==", BASE64), "– hé"),
        (part("text/plain; charset=windows-1252", "=93h=E9=94=\n!", QUOTED_PRINTABLE), "“hé”!"),
        (part("text/plain; charset=utf-7", "+2AA-half +AOk-"), "half é"),
        (part("text/html; charset=utf-7", "+ADw-p+AD4-+2AA-half"), "half"),
        (part("text/plain; charset=nonsense", "h=C3=A9", QUOTED_PRINTABLE), "hé"),
        (part("text/plain", "inner", "Content-Disposition: attachment") + part("text/plain", "mine"), "mine"),
        (part("message/rfc822", "Subject: x\n\nforwarded") + part("text/plain", "mine"), "mine"),
        (part("multipart/alternative; boundary=in", "--in\nContent-Type: text/plain\n\ndeep\n--in--"), "deep"),
        (part("image/png", "iVBORw0KGgo=", BASE64), None),
        (part("text/plain; charset=utf-8", "!!!not base64!!!", BASE64), "!!!not base64!!!"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["--edge--\n", ""])
def test_the_part_that_a_reader_sees_is_read(body: str, snippet: str | None, end: str) -> None:
    data = mail(body + end, Content_Type='multipart/mixed; boundary="edge"')
    assert row(data)["snippet"] == snippet


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "shift_jis", "iso-2022-jp", "utf-16"])
def test_a_text_that_is_cut_in_the_middle_of_a_character_is_read_up_to_there(charset: str) -> None:
    octets = base64.encodebytes(("日本" * 40_000).encode(charset)).decode()
    kind = f"text/plain; charset={charset}"
    data = mail("\n" + octets, Content_Type=kind, Content_Transfer_Encoding="base64")
    assert row(data)["snippet"] == "日本" * 150


def test_only_the_beginning_of_a_body_is_kept() -> None:
    data = mbox([mail("Start\n" + "Zm9v\n" * 1_000_000), mail(Message_ID="<2@x>")])
    first, second = mails_in(io.BytesIO(data))
    assert len(first.body) == 64 * 1024
    assert second.body.startswith(b"Hello Maren")
    assert row(LINE + mail("z" * 3_000_000))["snippet"] == "z" * 300


# Harm


@pytest.mark.parametrize(
    "data",
    [
        mail(To="(" * 100_000 + "ben@x.example"),
        mail(To="<" * 100_000),
        mail(To='"' * 100_001),
        mail(To="a," * 100_000 + "maren@own.example"),
        mail(From="=?utf-8?q?" + "=41" * 50_000 + "?= <ana@fenland.example>"),
        mail(Subject="=?utf-8?b?" * 20_000),
        mail(Subject="=?utf-8?b?A?= =?x?q??= =?utf-8?x?y?="),
        mail(References="<" * 200_000),
        mail(X_Gmail_Labels="," * 200_000),
        mail(Content_Type='multipart/mixed; boundary="edge"', body="--edge\n" * 20_000),
        mail(Content_Type="multipart/mixed; boundary=", body="x"),
        mail(Content_Type="multipart/mixed", body="x"),
        mail(Content_Type="text/plain; charset*=utf-8''%ff%fe", body="x"),
        mail(Content_Type="text/html", body="<div>" * 20_000),
        mail(
            Content_Type="multipart/mixed; boundary=b0",
            body="".join(f"--b{n}\nContent-Type: multipart/mixed; boundary=b{n + 1}\n\n" for n in range(1500)),
        ),
        mail(Content_Type="message/rfc822", body="Content-Type: message/rfc822\n\n" * 2000),
        mail(Content_Type="text/plain", Content_Transfer_Encoding="x-uuencode", body="begin 644 x\nM\n"),
        b"A: b\n" * 100_000 + mail(),
        LINE * 1000,
        b"From " * 100_000,
        b"From: a\n" + b"\n" * 3_000_000,
        b"\xff\xfe" + b"\x00\xd8" * 1000,
    ],
)  # fmt: skip
@pytest.mark.timeout(60)
def test_what_is_made_to_do_harm_costs_little(data: bytes) -> None:
    result = load(data)
    assert result.read >= 1
    assert len(result.rejected) <= result.read
    # And its neighbour is read as if nothing had been.
    box = load(LINE + data + b"\n\n" + LINE + mail(Message_ID="<after@x>"), "x.mbox")
    assert "<after@x>" in box.accepted["encounter"]["conversation"].to_list()


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: only a thought\n\nof mine\n",
        b"Title: a page\nDate: 2024-03-04\n\nText\n",
        b"To: do\nFrom: scratch\n\nlist\n",
        b"name,mail\nAna,ana@x.example\n",
        b'{"From": "Ana", "To": "Ben", "Date": "now"}',
        b"<html><body>From: Ana</body></html>",
        b"BEGIN:VCALENDAR\nPRODID:x\nMETHOD:REQUEST\n",
        b"HTTP/1.1 200 OK\nDate: now\n\n",
        b"From: \"Saved by Windows Internet Explorer 11\"\nSubject: x\nDate: y\nMIME-Version: 1.0\n\n",
        b"From: Ana\nTo: Ben\nDate: now\nand then a story begins\n",
        b"From Monday on we are open.\nFrom: 9:00\n",
    ],
)  # fmt: skip
def test_a_note_a_page_or_a_table_is_not_mail(data: bytes) -> None:
    assert not recognises("x.eml", data)


@pytest.mark.parametrize(
    "data",
    [
        b"From: ana@x.example\nDate: Mon, 04 Mar 2024 11:20:34 +0100\n\nHi\n",
        b"From: ana@x.example\nTo: ben@x.example\nSubject: Hi\n\nHi\n",
        b"Received: by x\n\tid 1\nFrom: ana@x.example\n\nHi\n",
        b"Return-Path: <ana@x.example>\r\nTo: ben@x.example\r\n",
        b"X-GM-THRID: 17\nX-Gmail-Labels: Inbox\nSubject: x\n\n",
    ],
)
def test_the_least_of_messages_is_mail(data: bytes) -> None:
    assert recognises("1709547634.M1P2.host", data)
