"""Invitations of every year: two sides, one of them the owner."""

from datetime import UTC, date, datetime

import pytest

from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from tests.linkedin_export import Invitation, invitations_csv

ANA, BEN = "https://www.linkedin.com/in/ana-silva", "https://www.linkedin.com/in/ben-okafor"
SENT = datetime(2026, 6, 7, 9, 7, tzinfo=UTC)
INCOMING = Invitation("Ben Okafor", "Ana Silva", SENT, "Hi Ana,\nlet's talk", "INCOMING", BEN, ANA)
OUTGOING = Invitation(
    "Ana Silva", "Cleo Brandt", SENT.replace(day=8), "", "OUTGOING", ANA, "www.linkedin.com/in/cleo"
)
ERAS = ("2018", "2021", "2023-07", "2023", "2024", "2026")


def read(rows, era="2026"):
    file = SourceFile.from_bytes("Invitations.csv", invitations_csv(rows, era))
    return linkedin.read(file, "linkedin.invitations")


@pytest.mark.parametrize("era", ERAS)
def test_every_year_gives_the_same_invitations(era):
    result = read([INCOMING, OUTGOING], era)
    assert (result.read, result.rejected, result.as_of) == (2, (), date(2026, 6, 8))
    records = {row["record_id"]: row for row in result.accepted["record"].to_dicts()}
    invites = result.accepted["invite"].to_dicts()
    assert [(one["direction"], one["sent_at"], one["note"]) for one in invites] == [
        ("incoming", SENT, "Hi Ana,\nlet's talk"),
        ("outgoing", SENT.replace(day=8), None),
    ]
    others = [records[one["record_id"]] for one in invites]
    owners = [records[one["owner_record_id"]] for one in invites]
    assert [(one["name"], one["is_owner"]) for one in others] == [
        ("Ben Okafor", False),
        ("Cleo Brandt", False),
    ]
    assert [(one["name"], one["is_owner"]) for one in owners] == [("Ana Silva", True)] * 2
    with_url = era in {"2023", "2024", "2026"}
    cleo = "https://www.linkedin.com/in/cleo"
    assert [one["url"] for one in others] == ([BEN, cleo] if with_url else [None, None])
    facts = set(result.accepted["owner_fact"].select("kind", "value").rows())
    assert facts == {("name", "Ana Silva")} | ({("url", ANA)} if with_url else set())
    assert len(records) == 3


def test_direction_is_read_in_any_case_and_must_be_one_of_two():
    rows = [
        Invitation("Ben Okafor", "Ana Silva", SENT, "", "Incoming", BEN, ANA),
        Invitation("Ben Okafor", "Ana Silva", SENT, "", "", BEN, ANA),
        Invitation("Ben Okafor", "Ana Silva", SENT, "", "SIDEWAYS", BEN, ANA),
    ]
    result = read(rows)
    assert result.accepted["invite"]["direction"].to_list() == ["incoming"]
    assert result.reasons == {"direction is neither incoming nor outgoing": 2}


def test_hidden_and_nameless_people_are_rejected():
    rows = [
        Invitation("LinkedIn Member", "Ana Silva", SENT, "", "INCOMING", "", ANA),
        Invitation("", "Ana Silva", SENT, "", "INCOMING", "", ANA),
        Invitation("", "Ana Silva", SENT, "", "INCOMING", BEN, ANA),
    ]
    result = read(rows)
    assert result.reasons == {
        "person hidden (LinkedIn Member)": 1,
        "no name and no profile URL": 1,
    }
    ben = result.accepted["record"].filter(url=BEN)
    assert ben["name"].to_list() == ["ben-okafor"]


def test_a_repeated_invitation_is_taken_once():
    result = read([INCOMING, INCOMING])
    assert result.accepted["invite"].height == 1
    assert result.reasons == {"duplicate row": 1}


def test_an_unreadable_time_keeps_the_invitation():
    data = invitations_csv([INCOMING]).replace(b"6/7/26, 9:07 AM", b"yesterday")
    result = linkedin.read(SourceFile.from_bytes("i.csv", data), "linkedin.invitations")
    assert result.accepted["invite"]["sent_at"].to_list() == [None]


def test_a_namesake_of_the_owner_is_somebody_else():
    rows = [Invitation("Ana Silva", "Ana Silva", SENT, "", "INCOMING")]
    result = read(rows, "2021")
    invite = result.accepted["invite"].row(0, named=True)
    assert invite["record_id"] != invite["owner_record_id"]
    owners = result.accepted["record"].filter(is_owner=True)["record_id"].to_list()
    assert owners == [invite["owner_record_id"]]


def test_members_that_only_their_urns_tell_apart_stay_apart():
    data = (
        "From,To,Sent At,Message,Direction,inviterProfileUrn,inviteeProfileUrn\r\n"
        'Ina Vane,Ana Silva,"7/1/23, 9:05 AM",,INCOMING,urn:li:fsd_profile:ACoAAINA,urn:li:fsd_profile:ACoAAOWN\r\n'
        'Ina Vane,Ana Silva,"7/1/23, 9:05 AM",,INCOMING,urn:li:fsd_profile:ACoAAOTHER,urn:li:fsd_profile:ACoAAOWN\r\n'
        'Ben Okafor,Ana Silva,"7/2/23, 9:05 AM",,INCOMING,urn:li:member:12345,urn:li:fsd_profile:ACoAAOWN\r\n'
    )
    file = SourceFile.from_bytes("Invitations.csv", data.encode())
    result = linkedin.read(file, "linkedin.invitations")
    assert result.rejected == ()
    records = {row["record_id"]: row for row in result.accepted["record"].to_dicts()}
    invites = result.accepted["invite"].to_dicts()
    assert [records[one["record_id"]]["account_id"] for one in invites] == [
        "linkedin:ACoAAINA",
        "linkedin:ACoAAOTHER",
        None,
    ]
    assert {records[one["owner_record_id"]]["account_id"] for one in invites} == {
        "linkedin:ACoAAOWN"
    }
    assert all(row["url"] is None for row in records.values())
