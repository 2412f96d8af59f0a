"""Messages of every year: who wrote to whom, and which rows are no contact."""

from datetime import UTC, datetime

import pytest

from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from relevance.sources.linkedin.recipients import Directory, match_recipients, split_names
from tests.linkedin_export import CONVERSATION, ERAS, Message, messages_csv

ANA, BEN = "https://www.linkedin.com/in/ana-silva", "https://www.linkedin.com/in/ben-okafor"
CLEO = "https://www.linkedin.com/in/cleo-brandt"
SENT = datetime(2026, 6, 7, 9, 7, tzinfo=UTC)
LATER = SENT.replace(minute=8)


def incoming(**changes):
    values = {
        "sender": "Ben Okafor, PhD",
        "to": "Ana Silva",
        "sent": SENT,
        "content": "Hello Ana,\nare you\nin?",
        "sender_url": BEN,
        "urls": ANA,
    }
    return Message(**values | changes)


REPLY = incoming(
    sender="Ana Silva", to="Ben Okafor, PhD", sent=LATER, content="Yes: C:\\new\\", sender_url=ANA,
    urls=BEN, direction="OUTGOING",
)  # fmt: skip


def read(rows, era="2026"):
    file = SourceFile.from_bytes("messages.csv", messages_csv(rows, era))
    return linkedin.read(file, "linkedin.messages")


def pairs(result):
    """Return (sender, recipient) by name for every encounter."""
    names = dict(result.accepted["record"].select("record_id", "name").rows())
    columns = ("sender_record_id", "recipient_record_id")
    rows = result.accepted["encounter"].select(columns).rows()
    return [(names[sender], names[recipient]) for sender, recipient in rows]


@pytest.mark.parametrize("era", ERAS)
def test_every_year_gives_the_same_contacts(era):
    result = read([REPLY, incoming()], era)
    assert (result.read, result.rejected) == (2, ())
    assert pairs(result) == [("Ana Silva", "Ben Okafor, PhD"), ("Ben Okafor, PhD", "Ana Silva")]
    columns = ("channel", "at", "conversation", "reference", "snippet")
    conversation = None if era == "2018" else CONVERSATION
    assert result.accepted["encounter"].select(columns).rows() == [
        ("linkedin message", LATER, conversation, None, "Yes: C:\\new\\"),
        ("linkedin message", SENT, conversation, None, "Hello Ana, are you in?"),
    ]
    owners = result.accepted["record"].filter(is_owner=True)["name"].to_list()
    assert owners == (["Ana Silva"] if era == "2018" else [])
    urls = set(result.accepted["record"]["url"])
    assert urls == ({None} if era == "2018" else {ANA, BEN})
    assert result.accepted["record"].height == 2


def test_a_message_keeps_its_id_when_line_breaks_come_back():
    ids = {read([incoming()], era).accepted["encounter"]["encounter_id"][0] for era in ERAS[3:]}
    assert len(ids) == 1


SPINMAIL = '<p class="spinmail-quill-editor__spin-break">Dear Ana</p>'


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"draft": True}, "draft"),
        ({"folder": "SPAM"}, "spam folder"),
        ({"content": SPINMAIL}, "advert or sponsored message"),
        ({"content": "Hi %FIRSTNAME%, our offer"}, "advert or sponsored message"),
        ({"content": "<p>Our <b>offer</b></p>", "sender_url": ""}, "advert or sponsored message"),
        ({"sender": "LinkedIn Member", "sender_url": ""}, "sender hidden (LinkedIn Member)"),
        ({"sender": "", "sender_url": ""}, "no sender"),
        ({"to": "LinkedIn Member", "urls": ""}, "recipient hidden (LinkedIn Member)"),
        ({"to": "", "urls": ""}, "no recipient"),
        ({"to": "Ben Okafor", "urls": BEN}, "sender and recipient are the same"),
        ({"to": ", ".join(f"P{n} Q" for n in range(101)), "urls": ""}, "more than 100 recipients"),
    ],
)
def test_what_is_no_contact_is_rejected_with_its_own_reason(changes, reason):
    result = read([incoming(**changes), REPLY])
    assert result.reasons == {reason: 1}
    assert result.rejected[0].row == 1
    assert result.read == 2
    assert pairs(result) == [("Ana Silva", "Ben Okafor, PhD")]


def test_a_message_in_the_inbox_archive_or_nowhere_counts():
    rows = [incoming(folder=folder, content=folder) for folder in ("INBOX", "ARCHIVE", "")]
    assert read(rows).accepted["encounter"].height == 3


def test_markup_is_taken_out_of_the_snippet_and_it_is_cut_at_300():
    html = "Dear&nbsp;Ana,<br><ul><li>one &amp; two</li></ul>" + "x" * 400
    result = read([incoming(content=html), incoming(content="a < b and c > d")])
    snippets = result.accepted["encounter"]["snippet"].to_list()
    assert snippets == ["Dear Ana, one & two " + "x" * 280, "a < b and c > d"]


def test_a_group_message_meets_each_recipient_once():
    rows = [incoming(to="Ana Silva, Cleo Brandt", urls=f"{ANA},{CLEO},{ANA}", title="Planning")]
    result = read(rows)
    assert pairs(result) == [
        ("Ben Okafor, PhD", "Ana Silva"),
        ("Ben Okafor, PhD", "Cleo Brandt"),
    ]
    assert result.accepted["encounter"]["reference"].to_list() == ["Planning"] * 2


def test_the_same_row_twice_is_one_contact():
    result = read([incoming(), incoming()])
    assert result.accepted["encounter"].height == 1
    assert result.reasons == {"duplicate row": 1}


def test_a_message_without_a_readable_date_stays():
    data = messages_csv([incoming()]).replace(b"2026-06-07 09:07:00 UTC", b"lately")
    result = linkedin.read(SourceFile.from_bytes("m.csv", data), "linkedin.messages")
    assert result.accepted["encounter"]["at"].to_list() == [None]


def test_somebody_with_two_names_is_shown_with_the_newest_in_any_order():
    old, new = incoming(sender="Benjamin O."), incoming(sent=LATER, content="again")
    for rows in ([old, new], [new, old]):
        names = read(rows).accepted["record"].filter(url=BEN)["name"].to_list()
        assert names == ["Ben Okafor, PhD"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Ana Silva", ["Ana Silva"]),
        ("Ana Silva, PhD", ["Ana Silva, PhD"]),
        ("Ana Silva, PhD, MBA, Ben Okafor", ["Ana Silva, PhD, MBA", "Ben Okafor"]),
        ("ANA SILVA, BEN OKAFOR", ["ANA SILVA", "BEN OKAFOR"]),
        ("Ana Silva, CPTM", ["Ana Silva, CPTM"]),
        ("", []),
    ],
)
def test_names_are_split_without_losing_their_letters(cell, names):
    assert split_names(cell) == names


@pytest.mark.parametrize(
    ("to", "urls", "parties"),
    [
        ("Ana Silva, PhD", ANA, [("Ana Silva, PhD", ANA)]),
        # equally long, out of order: the spelling decides
        ("Cleo Brandt, Ana Silva", f"{ANA},{CLEO}", [("Ana Silva", ANA), ("Cleo Brandt", CLEO)]),
        # a URL is missing: what is left over is still a person
        ("Ana Silva, Cleo Brandt", ANA, [("Ana Silva", ANA), ("Cleo Brandt", "")]),
        # hidden members have no URL
        ("LinkedIn Member, Ana Silva", ANA, [("Ana Silva", ANA)]),
        # nothing tells which name the URL belongs to
        ("Dana Roe, Eli Poe", "https://www.linkedin.com/in/x1", [("", "https://www.linkedin.com/in/x1")]),
        ("", f"{ANA}, {CLEO}", [("", ANA), ("", CLEO)]),
        ("Ana Silva", "", [("Ana Silva", "")]),
    ],
)  # fmt: skip
def test_names_and_urls_are_matched_only_where_they_fit(to, urls, parties):
    assert match_recipients(to, urls, CONVERSATION, Directory()) == parties


def test_a_recipient_without_url_is_the_sender_of_that_name():
    directory = Directory()
    directory.learn("one", "Ana Silva", ANA)
    directory.learn("two", "Ana Silva, PhD", CLEO)
    directory.learn("two", "Ben Okafor", BEN)
    assert match_recipients("Ana Silva", "", "one", directory) == [("Ana Silva", ANA)]
    assert match_recipients("Ana Silva", "", "two", directory) == [("Ana Silva", CLEO)]
    assert match_recipients("Ana Silva", "", "three", directory) == [("Ana Silva", "")]
    assert match_recipients("Ben Okafor", "", "three", directory) == [("Ben Okafor", BEN)]


TABLE = [
    incoming(),
    REPLY,
    incoming(content="<p>Our offer</p>", sender_url=""),
    incoming(content=" two  blanks\tand\u00a0more ", title="Planning"),
    incoming(content="a &amp; b <b>c</b>"),
    incoming(to="Ana Silva, Cleo Brandt", urls=f"{ANA},{CLEO}", draft=True),
    incoming(),
]


@pytest.mark.parametrize("era", ERAS)
def test_a_row_that_spoils_the_file_changes_no_other_row(era):
    """A file that is sound is cut fast; the quote that is never closed has it cut with care."""
    data = messages_csv(TABLE, era)
    spoilt = data + 'x,"y'.encode("utf-16-le" if data[:2] == b"\xff\xfe" else "utf-8")
    sound = linkedin.read(SourceFile.from_bytes("m.csv", data), "linkedin.messages")
    careful = linkedin.read(SourceFile.from_bytes("m.csv", spoilt), "linkedin.messages")
    assert careful.accepted["encounter"].equals(sound.accepted["encounter"])
    assert careful.accepted["record"].equals(sound.accepted["record"])
    assert careful.rejected[:-1] == sound.rejected
    assert (careful.read, careful.rejected[-1].reason) == (8, "wrong number of cells")
