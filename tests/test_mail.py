"""Mail of every make: who wrote to whom, and what is no contact."""

import io
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tarfile import TarFile
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.config import Settings
from relevance.errors import NothingUsableError, RelevanceError
from relevance.pipeline import import_paths
from relevance.sources.archive import SourceFile
from relevance.sources.mail import read, recognises
from relevance.sources.mail.boxes import mails_in
from relevance.sources.reader import read_path
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv, table_csv
from tests.writers.mail import SEPARATOR, mail, many, mbox, samples

MOMENT = datetime(2024, 3, 4, 10, 20, 34, tzinfo=UTC)


def load(data: bytes, name: str = "x.mbox"):
    return read(SourceFile.from_bytes(name, data))


def contacts(result) -> list:
    """Sender, recipient and moment of each encounter, by address."""
    if "encounter" not in result.accepted:
        return []
    who = dict(result.accepted["record"].select("record_id", "emails").rows())
    rows = result.accepted["encounter"].select("sender_record_id", "recipient_record_id", "at")
    return sorted((who[one][0], who[other][0], at) for one, other, at in rows.rows())


def why(**fields) -> str:
    reasons = load(mail(**fields), "x.eml").reasons
    assert len(reasons) <= 1
    return next(iter(reasons), "")


@pytest.mark.parametrize("name", samples())
def test_every_shape_is_recognised(name: str) -> None:
    assert recognises(name, samples()[name])


@pytest.mark.parametrize(
    "data",
    [
        connections_csv([Contact("Ana", "Silva", "ana")]),
        table_csv("From,To,Sent At,Message,Direction", ("Ana", "Maren", "", "", "INCOMING")),
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://x\r\nSubject: y\r\nDate: z\r\n\r\n",
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana\r\n",
        b"From here on it is a story.\n",
        b"\x00\x01\x02",
        b"",
    ],
)
def test_other_files_are_not_mail(data: bytes) -> None:
    assert not recognises("x", data)


def test_one_message_is_one_contact_with_its_words() -> None:
    result = load(mail(), "one.eml")
    assert (result.read, result.rejected) == (1, ())
    assert contacts(result) == [("ana@fenland.example", "maren@own.example", MOMENT)]
    row = result.accepted["encounter"].row(0, named=True)
    assert row["reference"] == "Job aids"
    assert row["snippet"] == "Hello Maren, shall we talk about job aids?"
    assert row["conversation"] == "<one@fenland.example>"
    assert sorted(result.accepted["record"]["name"]) == ["Ana Silva", "Maren Example"]


def test_a_box_holds_each_message_once_whatever_its_line_ends() -> None:
    whole = samples()
    result = load(whole["Takeout/Mail/All mail.mbox"])
    assert result.read == 4
    assert result.reasons == {"mailing list": 1}
    assert [pair[:2] for pair in contacts(result)] == [
        ("ana@fenland.example", "maren@own.example"),
        ("ana@fenland.example", "maren@own.example"),
        ("maren@own.example", "ana@fenland.example"),
        ("maren@own.example", "ben@lindby.example"),
    ]
    assert load(whole["windows.mbox"]).read == 2


def test_a_conversation_begins_with_its_first_message() -> None:
    encounters = load(samples()["Takeout/Mail/All mail.mbox"]).accepted["encounter"]
    assert set(encounters["conversation"]) == {"<one@fenland.example>", "<four@f.example>"}
    assert load(mail(X_GM_THRID="17")).accepted["encounter"]["conversation"][0] == "17"


def test_quotes_signatures_and_markup_are_not_part_of_what_is_said() -> None:
    said = load(samples()["Takeout/Mail/All mail.mbox"]).accepted["encounter"]["snippet"]
    assert set(said) == {
        "Hello Maren, shall we talk about job aids?",
        "Yes, gladly.",
        "Dear Maren, thé plan works",
    }


@pytest.mark.parametrize("separator", [b"\n\n", b"\n"])
def test_a_line_of_a_body_that_begins_with_from_separates_nothing(separator: bytes) -> None:
    body = "One\n\nFrom here on it gets better.\nFrom the start\n>From a quote\n"
    line = SEPARATOR.encode() + b"\n"
    first, second = mail(body), mail(Message_ID="<2@x.example>")
    data = line + first.rstrip(b"\n") + separator + line + second
    messages = list(mails_in(io.BytesIO(data)))
    assert len(messages) == 2
    assert b"From the start" in messages[0].body


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"From": '"Silva, Ana" <ana@x.example>'}, "Silva, Ana"),
        ({"From": "=?utf-8?b?w4RuYSBTaWx2YQ==?= <ana@x.example>"}, "Äna Silva"),
        ({"From": "=?iso-8859-1?q?=C4na?=\n =?iso-8859-1?q?_Silva?= <ana@x.example>"}, "Äna Silva"),
        ({"From": "=?no-such-charset?q?Ana?= <ana@x.example>"}, "=?no-such-charset?q?Ana?="),
        ({"From": "Äna Silva <ana@x.example>"}, "Äna Silva"),
        ({"From": "ana@x.example"}, "ana@x.example"),
        ({"From": "ana@x.example (Ana Silva)"}, "Ana Silva"),
    ],
)
def test_names_are_read_as_they_are_meant(fields: dict, names: str) -> None:
    records = load(mail(**fields)).accepted["record"]
    assert records.filter(records["emails"].list.first() == "ana@x.example")["name"][0] == names


def test_raw_cp1252_in_a_field_is_read() -> None:
    data = mail().replace(b"Ana Silva <", b"\xc4na Silva <")
    assert "Äna Silva" in load(data).accepted["record"]["name"].to_list()


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 04 Mar 2024 11:20:34 +0100 (CET)", MOMENT),
        ("4 Mar 2024 10:20:34", MOMENT),
        ("Mon, 04 Mar 2024 10:20:34 GMT", MOMENT),
        ("yesterday", MOMENT),  # from the line before it
        (None, MOMENT),
        ("Mon, 04 Mar 1890 10:20:34 +0000", MOMENT),
    ],
)
def test_moments_are_in_utc_and_a_bad_date_falls_back(date: str | None, moment: datetime) -> None:
    data = SEPARATOR.encode() + b"\n" + mail(Date=date)
    assert load(data).accepted["encounter"]["at"].to_list() == [moment]


def test_a_message_without_any_date_is_kept_without_one() -> None:
    row = load(mail(Date=None), "x.eml").accepted["encounter"].row(0, named=True)
    assert (row["at"], row["is_approximate"]) == (None, None)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"List_Id": "<rail.example>"}, "mailing list"),
        ({"List_Unsubscribe": "<mailto:a@b.example>"}, "mailing list"),
        ({"Precedence": "bulk"}, "bulk mail"),
        ({"Auto_Submitted": "auto-replied"}, "automated mail"),
        ({"Auto_Submitted": "no"}, ""),
        ({"X_Auto_Response_Suppress": "All"}, "automated mail"),
        ({"Return_Path": "<>"}, "automated mail"),
        ({"From": "Shop <no-reply@shop.example>"}, "automated mail"),
        ({"From": "notifications@git.example"}, "automated mail"),
        ({"From": "MAILER-DAEMON@x.example"}, "automated mail"),
        ({"From": "Noreen Plyer <noreen@x.example>"}, ""),
        ({"X_Gmail_Labels": "Inbox,Spam"}, "spam"),
        ({"X_Gmail_Labels": "=?utf-8?q?Papierkorb,Ge=C3=B6ffnet?="}, "trash"),
        ({"X_Gmail_Labels": "=?UTF-8?Q?Entw=C3=BCrfe?="}, "draft"),
        ({"X_Gmail_Labels": "Chat"}, "chat"),
        ({"X_Gmail_Labels": "Inbox,Important,Opened"}, ""),
        ({"Content_Type": "text/calendar; method=REQUEST"}, "calendar mail"),
        ({"Content_Type": "multipart/report; report-type=delivery-status"}, "automated mail"),
        ({"From": None}, "no sender"),
        ({"To": None}, "no recipient"),
        ({"To": "undisclosed-recipients:;"}, "no recipient"),
        ({"To": "Ana <ANA@fenland.example>"}, "sender and recipient are the same"),
        ({"To": ", ".join(f"p{n}@x.example" for n in range(25))}, ""),
        ({"To": ", ".join(f"p{n}@x.example" for n in range(26))}, "more than 25 recipients"),
    ],
)  # fmt: skip
def test_what_is_no_contact_is_said(fields: dict, reason: str) -> None:
    assert why(**fields) == reason


def test_the_same_message_in_two_boxes_counts_once(tmp_path: Path) -> None:
    for name in ("inbox.mbox", "all.mbox"):
        (tmp_path / name).write_bytes(mbox([mail()]) + name.encode())
    with Store.open(tmp_path / "m.duckdb") as store:
        reports = import_paths(
            store, [tmp_path / "inbox.mbox", tmp_path / "all.mbox"], settings=Settings()
        )
        assert [(one.kind, one.read, one.added) for one in reports] == [
            ("mail", 1, 1),
            ("mail", 1, 0),
        ]


def test_mail_that_came_before_the_owner_was_known_becomes_contacts(tmp_path: Path) -> None:
    box, own = tmp_path / "all.mbox", tmp_path / "Email Addresses.csv"
    box.write_bytes(samples()["Takeout/Mail/All mail.mbox"])
    own.write_bytes(
        table_csv(
            "Email Address,Confirmed,Primary,Updated On", ("maren@own.example", "Yes", "Yes", "")
        )
    )
    with Store.open(tmp_path / "m.duckdb") as store:
        import_paths(store, [box], settings=Settings())
        assert store.count("contact") == 0
        import_paths(store, [own], settings=Settings())
        found = store.frame("SELECT name, direction FROM contact JOIN person USING (person_id)")
        assert sorted(found.rows()) == [
            ("Ana Silva", "incoming"),
            ("Ana Silva", "incoming"),
            ("Ana Silva", "outgoing"),
            ("Ben Okafor", "outgoing"),
        ]


def test_a_maildir_is_read_file_by_file(tmp_path: Path) -> None:
    for folder, name in (("cur", "1.M1.host:2,S"), ("new", "2.M2.host")):
        path = tmp_path / "Maildir" / folder / name
        path.parent.mkdir(parents=True)
        path.write_bytes(mail(Message_ID=f"<{name}@x.example>"))
    kinds = [(one.kind, one.result.read) for one in read_path(tmp_path / "Maildir")]
    assert kinds == [("mail", 1), ("mail", 1)]


def test_every_folder_of_a_maildir_is_read_on_disk_and_packed(tmp_path: Path) -> None:
    names = (
        "cur/1.M1.host:2,S",
        ".Sent/cur/2.M2.host:2,S",
        ".Archive.2019/new/3.M3.host",
        ".cache/4",
        ".cur",
    )
    messages = {f"Maildir/{name}": mail(Message_ID=f"<{name[-9:]}@x.example>") for name in names}
    for name, data in messages.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with (
        ZipFile(tmp_path / "mail.zip", "w") as packed,
        TarFile.open(tmp_path / "mail.tar.gz", "w:gz") as tar,
    ):
        for name, data in messages.items():
            packed.writestr(name, data)
            tar.add(tmp_path / name, f"./{name}")
    for path in ("Maildir", "mail.zip", "mail.tar.gz"):
        found = [one for one in read_path(tmp_path / path) if one.result]
        folders = sorted(one.path.partition("Maildir/")[2] or one.path for one in found)
        assert [one.rpartition("/")[0] for one in folders] == [
            ".Archive.2019/new",
            ".Sent/cur",
            "cur",
        ]


def test_an_empty_file_is_an_error_that_says_what_is_allowed() -> None:
    with pytest.raises(NothingUsableError, match=r"mbox files, Maildir folders and \.eml"):
        load(b"\n\n")


SAFE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(SAFE, SAFE), min_size=1, max_size=4))
def test_any_name_and_subject_survive(people: list) -> None:
    from email.header import Header as Encoded

    mails = [
        mail(
            From=f"{Encoded(name, 'utf-8').encode()} <p{n}@x.example>",
            Subject=Encoded(subject, "utf-8").encode(),
            Message_ID=f"<{n}@x.example>",
        )
        for n, (name, subject) in enumerate(people)
    ]
    result = load(mbox(mails))
    assert result.read == len(people)
    assert result.accepted["encounter"]["reference"].to_list() == [one for _, one in people]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=400), st.integers(0, 800))
def test_no_bytes_give_anything_but_our_own_errors(noise: bytes, at: int) -> None:
    whole = samples()["Takeout/Mail/All mail.mbox"]
    for data in (noise, whole[:at] + noise + whole[at:], whole[:at]):
        try:
            result = load(data)
        except RelevanceError:
            continue
        assert len(result.rejected) <= result.read


def test_a_damaged_message_costs_itself_only() -> None:
    bad = b"From: \xff\xfe<\nTo: :;<>@,\nDate: \x00\n\nhm\n"
    result = load(mbox([mail(), bad, mail(Message_ID="<9@x.example>")]))
    assert (result.read, len(result.rejected)) == (3, 1)


@pytest.mark.slow
def test_a_gigabyte_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    part = many(1_000, {"X-Filler": "x" * 60}) + b"\n"
    block = part + mbox([mail("A" * 76 + "\n" * 1, Message_ID=None) + b"Zm9v" * 2_000_000]) + b"\n"
    with path.open("wb") as out:
        while out.tell() < 1_000_000_000:
            out.write(block)
    script = (
        "import resource, sys\nfrom relevance.sources.reader import read_path\n"
        f"[one] = read_path({str(path)!r})\n"
        "print(one.result.read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    read_count, megabytes = map(int, done.stdout.split())
    assert read_count > 100_000
    assert megabytes < 500
