"""Who is who: records that are one person are joined, namesakes never in silence."""

import random
import time
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance import identity
from relevance.identity import OWNER, Joins, OwnerMarks, People, ProbableLink, resolve
from relevance.identity.undoubted import Undoubted, undoubted_people
from relevance.schema import fact_frame
from relevance.sources.people import person_record

LIST, POSTS, MESSAGES = "linkedin.connections", "posts", "linkedin.messages"
DAY = date(2021, 4, 4)


def at(slug: str) -> str:
    return f"https://www.linkedin.com/in/{slug}"


def linked(*rows: dict, connected: bool = True, **more) -> People:
    """Link records; those of a list of connections are connections unless said otherwise."""
    ids = [row["record_id"] for row in rows if row["source"] == LIST]
    return resolve(fact_frame("record", rows), connected=ids if connected else (), **more)


def persons(found: People, *rows: dict) -> list[str]:
    of = dict(found.links.select("record_id", "person_id").rows())
    return [of[row["record_id"]] for row in rows]


def how(found: People, row: dict) -> tuple[str, float, str]:
    return (
        found.links.filter(record_id=row["record_id"])
        .select("how", "probability", "evidence")
        .row(0)
    )


def parts(found: People) -> set[frozenset[str]]:
    """Which records are together, whatever the persons are called."""
    held = defaultdict(set)
    for record_id, person_id in found.links.select("record_id", "person_id").rows():
        held[person_id].add(record_id)
    return {frozenset(ids) for ids in held.values()}


# -- the same keys -------------------------------------------------------------------------------


def test_the_same_profile_url_is_one_person_whatever_the_name() -> None:
    old = person_record(LIST, "Ana Berg", url="ana-silva")
    new = person_record(POSTS, "Ana Silva", url="https://de.linkedin.com/in/Ana-Silva/?x=1")
    found = linked(old, new)
    assert found.people.height == 1
    assert found.people.select("name", "comparable_name", "url").row(0) == (
        "Ana Berg",
        "ana berg",
        at("ana-silva"),
    )
    first, second = sorted((old, new), key=lambda row: row["record_id"])
    assert how(found, first) == ("first record", 1.0, "")
    assert how(found, second) == ("same profile URL", 1.0, at("ana-silva"))


def test_the_same_account_is_one_person() -> None:
    one = person_record(POSTS, "Ana Silva", url="/in/ACoAAB12xY")
    other = person_record(MESSAGES, "A. Silva", account_id="linkedin:ACoAAB12xY")
    lower = person_record(MESSAGES, "Bo Berg", account_id="linkedin:acoaab12xy")
    found = linked(one, other, lower)
    assert parts(found) == {
        frozenset({one["record_id"], other["record_id"]}),
        frozenset({lower["record_id"]}),
    }


def test_a_chain_of_shared_addresses_is_one_person() -> None:
    first = person_record("mail", "Ana", emails=["ana@one.example"])
    second = person_record("contacts", "Ana S", emails=["ANA@two.example", "ana@one.example"])
    third = person_record("mail", "asilva", emails=["ana@two.example"], handles=["x:ana"])
    fourth = person_record("x", "Ana the trainer", handles=["X:Ana"])
    found = linked(first, second, third, fourth)
    assert len(set(persons(found, first, second, third, fourth))) == 1
    said = {how(found, row)[0] for row in (first, second, third, fourth)}
    assert said == {"first record", "same e-mail address", "same handle"}


def test_an_office_address_joins_no_two_profiles() -> None:
    ana = person_record(LIST, "Ana Silva", url="ana", emails=["info@office.example"])
    bo = person_record(LIST, "Bo Berg", url="bo", emails=["info@office.example"])
    desk = person_record("mail", "Info", emails=["info@office.example"])
    assert linked(ana, bo, desk).people.height == 3
    again = person_record("contacts", "SILVA, Ana", emails=["info@office.example"])
    found = linked(ana, bo, desk, again)
    assert found.people.height == 3
    assert persons(found, again) == persons(found, ana)


def test_a_company_and_a_person_share_an_address_and_stay_two() -> None:
    company = person_record(POSTS, "Office", url="/company/office", emails=["info@office.example"])
    ana = person_record("mail", "Ana Silva", emails=["info@office.example"])
    found = linked(company, ana)
    assert found.people.sort("name")["is_company"].to_list() == [False, True]


def test_a_chain_of_addresses_joins_no_two_profiles() -> None:
    ana = person_record(LIST, "Ana Silva", url="ana", emails=["ana@one.example"])
    desk = person_record("mail", "Desk", emails=["ana@one.example", "bo@one.example"])
    bo = person_record(LIST, "Bo Berg", url="bo", emails=["bo@one.example"])
    found = linked(ana, desk, bo)
    assert found.people.height == 3
    assert len(set(persons(found, ana, desk, bo))) == 3


def test_two_profiles_of_one_name_and_one_address_are_one_person() -> None:
    old = person_record(LIST, "Ana Silva", url="ana-s", emails=["ana@one.example"])
    new = person_record(LIST, "Ana Silva, PhD", url="ana-silva-phd", emails=["ana@one.example"])
    assert linked(old, new).people.height == 1


# -- the same name -------------------------------------------------------------------------------


def test_an_author_without_address_is_the_only_connection_of_the_name() -> None:
    ana = person_record(LIST, "Ana Silva, PhD 🚀", url="ana")
    author = person_record(POSTS, "SILVA, Ana")
    found = linked(ana, author)
    assert persons(found, author) == persons(found, ana)
    assert how(found, author) == ("same name, carried by one person only", 0.9, "ana silva")


def test_an_author_with_two_namesakes_is_neither() -> None:
    one = person_record(LIST, "Sam Smith", url="sam-1", since=DAY)
    two = person_record(LIST, "Sam Smith", url="sam-2", since=DAY)
    author = person_record(POSTS, "Sam Smith")
    note = person_record("linkedin.invitations", "Sam Smith")
    found = linked(one, two, author, note)
    assert found.people.height == 3
    assert persons(found, author) == persons(found, note)
    said = {how(found, row)[0] for row in (author, note)}
    assert said == {"first record", "same name, carried by several people"}


def test_a_stranger_of_the_name_makes_it_doubtful() -> None:
    ana = person_record(LIST, "Ana Silva", url="ana")
    stranger = person_record(POSTS, "Ana Silva", url="ana-of-elsewhere")
    author = person_record(MESSAGES, "Ana Silva")
    assert linked(ana, stranger, author).people.height == 3


def test_namesakes_with_addresses_of_their_own_stay_apart() -> None:
    ana = person_record(LIST, "Ana Silva", url="ana")
    mail = person_record("mail", "Ana Silva", emails=["ana@one.example"])
    other = person_record("mail", "Ana Silva", emails=["ana@two.example"])
    handle = person_record("x", "Ana Silva", handles=["x:anas"])
    assert linked(ana, mail, other, handle).people.height == 4
    assert linked(mail, other, handle).people.height == 3


def test_two_connections_of_one_name_without_urls_stay_two() -> None:
    one = person_record(LIST, "Sam Smith", since=date(2019, 1, 1))
    two = person_record(LIST, "Sam Smith", since=date(2020, 2, 2))
    author = person_record(POSTS, "Sam Smith")
    assert linked(one, two, author).people.height == 3


def test_two_strangers_of_the_name_do_not_take_a_connection_without_url() -> None:
    listed = person_record(LIST, "Sam Smith", since=DAY)
    one = person_record(POSTS, "Sam Smith", url="sam-1")
    two = person_record(POSTS, "Sam Smith", url="sam-2")
    author = person_record(POSTS, "Sam Smith")
    found = linked(listed, one, two, author)
    assert found.people.height == 4


def test_an_inviter_of_the_name_is_the_connection_of_an_export_without_urls() -> None:
    listed = person_record(LIST, "Ana Silva", since=DAY)
    inviter = person_record("linkedin.invitations", "Ana Silva", url="ana")
    found = linked(listed, inviter)
    assert found.people.height == 1
    assert how(found, listed)[0] == "same name, carried by one person only"


def test_nameless_records_are_not_namesakes() -> None:
    one = person_record(POSTS, "🚀")
    two = person_record(POSTS, "✓")
    three = person_record(MESSAGES, "🚀")
    assert linked(one, two, three).people.height == 3


def test_an_old_export_without_urls_joins_a_newer_one_by_name_and_day() -> None:
    days = [date(2019, 1, 1), date(2020, 2, 2)]
    old = [person_record(LIST, "Sam Smith", since=day, as_of=date(2020, 6, 1)) for day in days]
    new = [
        person_record(LIST, "Sam Smith, MBA", url=f"sam-{n}", since=day, as_of=date(2026, 6, 1))
        for n, day in enumerate(days)
    ]
    found = linked(*old, *new)
    assert found.people.height == 2
    assert persons(found, *old) == persons(found, *new)
    assert how(found, old[0]) == ("same name and day of connecting", 1.0, "sam smith, 2019-01-01")


def test_a_day_of_connecting_that_two_share_decides_nothing() -> None:
    old = person_record(LIST, "Sam Smith", since=DAY)
    new = [person_record(LIST, "Sam Smith", url=f"sam-{n}", since=DAY) for n in range(2)]
    assert linked(old, *new).people.height == 3


def test_an_old_row_with_an_address_and_a_letter_joins_by_its_own_day() -> None:
    letter = person_record("mail", "Ana S", emails=["ana@one.example"])
    old = person_record(LIST, "Ana Silva", emails=["ana@one.example"], since=DAY)
    new = person_record(LIST, "Ana Silva", url="ana", since=DAY)
    assert linked(letter, old, new).people.height == 1


def test_a_connection_is_one_person_whether_its_address_is_shown_or_hidden() -> None:
    shown = person_record(LIST, "Ana Silva", emails=["office@one.example"], since=DAY)
    hidden = person_record(LIST, "SILVA, Ana", since=DAY)
    found = linked(shown, hidden)
    assert persons(found, shown) == persons(found, hidden)
    assert ("same name and day of connecting", 1.0, "ana silva, 2021-04-04") in {
        how(found, row) for row in (shown, hidden)
    }
    namesake = person_record(LIST, "Ana Silva", emails=["ana@two.example"], since=DAY)
    assert linked(shown, hidden, namesake).people.height == 3


def test_colleagues_who_share_an_address_are_two_records() -> None:
    ana = person_record(LIST, "Ana Silva", emails=["office@one.example"], since=DAY)
    bo = person_record(LIST, "Bo Berg", emails=["office@one.example"], since=DAY)
    assert ana["record_id"] != bo["record_id"]
    assert linked(ana, bo).people.height == 2


# -- the owner -----------------------------------------------------------------------------------

PROFILE = {**person_record("linkedin.profile", "Mia Holm"), "is_owner": True}
MIA = OwnerMarks(names=("Mia Holm",))


def test_the_owner_is_found_by_file_url_address_handle_and_name() -> None:
    invited = person_record("linkedin.invitations", "Mia Holm", url="mia-holm")
    mail = person_record("mail", "Mia", emails=["mia@one.example"])
    handle = person_record("x", "mia writes", handles=["x:mia"])
    sent = person_record(MESSAGES, "Mia Holm")
    marks = OwnerMarks(("Mia Holm",), ("mia-holm",), ("Mia@one.example ",), ("X:mia",))
    found = linked(PROFILE, invited, mail, handle, sent, owner=marks)
    assert found.people["person_id"].to_list() == [OWNER]
    assert found.people["name"].to_list() == ["Mia Holm"]


def test_the_only_profile_of_the_owners_name_is_the_owners() -> None:
    sent = person_record(MESSAGES, "Mia Holm", url="mia-holm")
    found = linked(PROFILE, sent, owner=MIA)
    assert persons(found, sent) == [OWNER]
    # The owner's account elsewhere does not say which profile is theirs, and hides none.
    archive = {**person_record("x", "Mia Holm", account_id="x:1"), "is_owner": True}
    assert persons(linked(PROFILE, archive, sent, owner=MIA), sent) == [OWNER]
    other = person_record(POSTS, "Mia Holm", url="mia-of-elsewhere")
    found = linked(PROFILE, sent, other, owner=MIA)
    assert OWNER not in persons(found, sent, other)
    known = OwnerMarks(("Mia Holm",), ("mia-holm",))
    found = linked(PROFILE, sent, other, owner=known)
    assert persons(found, sent, other)[0] == OWNER
    assert persons(found, other)[0] != OWNER


@pytest.mark.parametrize("url", ["mia-holm-2", None])
def test_a_connection_with_the_owners_name_is_a_namesake(url: str | None) -> None:
    namesake = person_record(LIST, "Mia Holm", url=url, since=DAY, emails=["mia@one.example"])
    sent = person_record(MESSAGES, "Mia Holm")
    author = person_record(POSTS, "Mia Holm")
    marks = OwnerMarks(("Mia Holm",), (), ("mia@one.example",))
    own = {**PROFILE, "emails": ["mia@one.example"]}
    found = linked(own, namesake, sent, author, owner=marks)
    assert persons(found, own, sent) == [OWNER, OWNER]
    apart = persons(found, namesake, author)
    assert OWNER not in apart
    assert apart[0] != apart[1]
    assert found.people.filter("is_owner")["person_id"].to_list() == [OWNER]


def test_a_connection_is_not_the_owner_by_any_mark() -> None:
    ana = person_record(LIST, "Ana Silva", url="ana", emails=["a@one.example"], handles=["x:a"])
    marks = OwnerMarks(
        ("Ana Silva",), ("ana",), ("a@one.example",), ("x:a",), frozenset({ana["record_id"]})
    )
    assert OWNER not in persons(linked(ana, owner=marks), ana)


def test_a_party_of_every_conversation_is_the_owner_unless_the_name_is_anothers() -> None:
    own = person_record(MESSAGES, "Mia Holm-Berg", url="mia")
    friend = person_record(MESSAGES, "Ana Silva", url="ana")
    marks = OwnerMarks(("Mia Holm",), record_ids=frozenset({own["record_id"], friend["record_id"]}))
    found = linked(own, friend, owner=marks)
    assert persons(found, own)[0] == OWNER
    assert persons(found, friend)[0] != OWNER
    nameless = OwnerMarks(record_ids=frozenset({own["record_id"]}))
    assert persons(linked(own, friend, owner=nameless), own) == [OWNER]


def test_without_any_mark_there_is_no_owner() -> None:
    found = linked(person_record(LIST, "Ana Silva", url="ana"))
    assert found.people["is_owner"].to_list() == [False]


# -- what is shown -------------------------------------------------------------------------------


def test_a_person_is_shown_as_their_newest_record_of_the_own_network_says() -> None:
    table = person_record(POSTS, "ana s.", url="ana", headline="I write", company="Elsewhere")
    old = person_record(LIST, "Ana Berg", account_id="linkedin:1", as_of=date(2020, 1, 1))
    new = person_record(LIST, "Ana Silva", url="ana", as_of=date(2026, 1, 1), company="Open School")
    new["former_names"] = ["Ana Berg", "Ana Silva, PhD", "Ana Lund"]
    tie = person_record("linkedin.page", "Ana Silva", url="ana", account_id="linkedin:1")
    found = linked(table, old, new, tie)
    assert found.people.drop("person_id").to_dicts() == [
        {
            "name": "Ana Silva",
            "comparable_name": "ana silva",
            "headline": "I write",
            "company": "Open School",
            "position": None,
            "url": at("ana"),
            "former_names": ["Ana Lund"],
            "is_company": False,
            "is_owner": False,
        }
    ]


def test_no_records_make_no_persons() -> None:
    found = linked()
    assert (found.people.height, found.links.height) == (0, 0)
    assert found.people.columns[0] == "person_id"


# -- ids -----------------------------------------------------------------------------------------


def previous(found: People) -> dict[str, str]:
    return dict(found.links.select("record_id", "person_id").rows())


def test_ids_stay_when_records_come_later() -> None:
    mail = person_record("mail", "Ana", emails=["zoe@one.example"])
    before = linked(mail)
    # An address that comes first in the alphabet would make another id.
    later = person_record(LIST, "Ana Silva", url="ana", emails=["a@one.example", "zoe@one.example"])
    after = linked(mail, later, previous=previous(before))
    assert persons(after, mail, later) == persons(before, mail) * 2


def test_ids_of_joined_people_are_the_one_with_more_records() -> None:
    many = [
        person_record(source, "Ana", emails=["a@one.example"]) for source in ("mail", "x", "slack")
    ]
    few = person_record("mail", "Ana", emails=["b@one.example"])
    before = linked(*many, few)
    tie = person_record("contacts", "Ana", emails=["a@one.example", "b@one.example"])
    after = linked(*many, few, tie, previous=previous(before))
    assert set(persons(after, *many, few, tie)) == set(persons(before, many[0]))


def test_after_a_split_the_greater_part_keeps_the_id_and_nobody_takes_a_lost_one() -> None:
    stay = [person_record(source, "Ana", emails=["b@one.example"]) for source in ("mail", "x")]
    leave = person_record("slack", "Ana", emails=["a@one.example"])
    newcomers = [person_record(f"source {n}", "Bo", emails=["a@one.example"]) for n in range(5)]
    tie = person_record("contacts", "Ana", emails=["a@one.example", "b@one.example"])
    before = linked(*stay, leave, tie)
    assert before.people.height == 1
    after = linked(*stay, leave, *newcomers, previous=previous(before))
    kept = persons(before, leave)[0]
    assert persons(after, *stay) == [kept, kept]
    assert len(set(persons(after, leave, *newcomers))) == 1
    assert persons(after, leave)[0] != kept
    again = linked(*stay, leave, *newcomers, previous=previous(after))
    assert again.links.equals(after.links)


def test_a_person_id_is_never_that_of_somebody_who_is_gone() -> None:
    gone = person_record("mail", "Ana", emails=["a@one.example"])
    old = previous(linked(gone))
    other = person_record("x", "Bo", emails=["a@one.example"])
    assert persons(linked(other, previous=old), other)[0] != old[gone["record_id"]]


# -- any world -----------------------------------------------------------------------------------

names = st.sampled_from(["Ana Silva", "Ana Silva, PhD", "Silva, Ana", "Bo Berg", "Mia Holm", "🚀"])
somebody = st.builds(
    person_record,
    st.sampled_from([LIST, POSTS, MESSAGES, "mail"]),
    names,
    url=st.sampled_from([None, None, "ana", "bo", "mia"]),
    emails=st.lists(
        st.sampled_from(["a@one.example", "b@one.example", "c@one.example"]), max_size=2
    ),
    since=st.sampled_from([None, DAY]),
)
worlds = st.lists(somebody, max_size=12, unique_by=lambda row: row["record_id"])


@settings(deadline=None)
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(world: list, chance: random.Random) -> None:
    shuffled = chance.sample(world, len(world))
    one, other = linked(*world, owner=MIA), linked(*shuffled, owner=MIA)
    assert one.people.equals(other.people)
    assert one.links.equals(other.links)


@settings(deadline=None)
@given(worlds)
def test_every_record_is_one_persons_and_linking_again_changes_nothing(world: list) -> None:
    found = linked(*world, owner=MIA)
    assert sorted(found.links["record_id"]) == sorted(row["record_id"] for row in world)
    assert set(found.links["person_id"]) == set(found.people["person_id"])
    assert found.people["person_id"].is_unique().all()
    again = linked(*world, owner=MIA, previous=previous(found))
    assert again.people.equals(found.people)
    assert again.links.equals(found.links)


@settings(deadline=None)
@given(worlds)
def test_nobody_is_among_their_own_connections(world: list) -> None:
    connections = [row for row in world if row["source"] == LIST]
    assert OWNER not in persons(linked(*world, owner=MIA), *connections)


@settings(deadline=None)
@given(worlds, somebody)
def test_a_further_record_leaves_ids_to_those_who_stay_together(world: list, one: dict) -> None:
    before = linked(*world, owner=MIA)
    more = [row for row in world if row["record_id"] != one["record_id"]] + [one]
    after = linked(*more, owner=MIA, previous=previous(before))
    kept = parts(before) & parts(after)
    was, now = previous(before), previous(after)
    for held in kept:
        record_id = min(held)
        assert was[record_id] == now[record_id] or OWNER in (was[record_id], now[record_id])


@settings(deadline=None)
@given(worlds)
def test_two_connections_of_unlike_names_are_never_one(world: list) -> None:
    found = linked(*world, owner=MIA)
    rows = {row["record_id"]: row for row in world}
    for held in parts(found):
        profiles = {rows[one]["url"] for one in held if rows[one]["url"]}
        if len(profiles) > 1:
            shared = [rows[one] for one in held if rows[one]["emails"]]
            assert len(shared) > 1, held


# -- the undoubted, worked out all at once --------------------------------------------------------


def one_by_one(records, *, marks, homes, joins) -> Undoubted:
    """Return all records as those that must be looked at one by one."""
    found = undoubted_people(records, marks=marks, homes=homes, joins=joins)
    return Undoubted(found.people.clear(), found.links.clear(), records)


NAMES = [
    "Ana Silva",
    "Bo Berg",
    "Cleo Dahl, PhD",
    "Dina (n\u00e9e Falk) Eck",
    "Mia Owner",
    "ana",
    "+",
]
HEADLINES = ["", "Trainer", "x: @anas", "see linkedin.com/in/bo", "Twitter: @bos"]


def anybody(chance: random.Random) -> dict:
    """Somebody who mostly has nothing in common with others but perhaps the name."""

    def rarely(*values: object) -> object:
        return chance.choice(values) if chance.random() < 0.15 else None

    return person_record(
        chance.choice([LIST, POSTS, MESSAGES, "mail", "x", "contacts", "encounters"]),
        chance.choice([*NAMES, *(f"Name {n}" for n in range(8))]),
        url=chance.choice([None, None, "ana", "bo", "cleo", "company/eck", "mia", "dina"]),
        account_id=rarely("x:1", "x:2"),
        emails=[rarely("a@one.example", "b@one.example", "ana@two.example") or ""],
        handles=[rarely("x:anas", "x:bos") or ""],
        since=chance.choice([None, DAY, DAY + timedelta(1)]),
        headline=rarely(*HEADLINES),
        company=rarely("", "Eck"),
        as_of=chance.choice([None, DAY, DAY + timedelta(9)]),
        is_owner=chance.random() < 0.04,
    )


def different(rows: list[dict]) -> list[dict]:
    return list({row["record_id"]: row for row in rows}.values())


@pytest.mark.parametrize("seed", range(4))
def test_the_undoubted_come_out_as_one_by_one(seed: int) -> None:
    chance = random.Random(seed)
    alone = 0
    for _ in range(50):
        world = different([anybody(chance) for _ in range(chance.randint(0, 8))])
        every = different([*world, *(anybody(chance) for _ in range(chance.randint(0, 5)))])
        ids = [row["record_id"] for row in every] or [""]
        marks = chance.choice(
            [
                OwnerMarks(),
                OwnerMarks(names=("Mia Owner", "Name 3"), urls=("mia",)),
                OwnerMarks(emails=("A@one.example",), handles=("x:anas", "x:1")),
                OwnerMarks(record_ids=frozenset(ids[:1])),
            ]
        )

        def pairs(ids: list[str] = ids) -> list[tuple[str, str]]:
            some = chance.choices(ids, k=2)
            return [(min(some), max(some))] if chance.random() < 0.2 and some[0] != some[1] else []

        joins = Joins(pairs(), pairs(), [ProbableLink(*pair, 0.97, "") for pair in pairs()])
        before = linked(*world, owner=marks, joins=joins)
        lived = dict(before.links.select("record_id", "home_id").rows())
        shown = previous(before)
        if (
            chance.random() < 0.3
        ):  # two who were one person, and somebody gone who had a newcomer's id
            joint = {
                one: chance.choice([*lived.values()])
                for one in chance.sample([*lived], len(lived) // 2)
            }
            lived |= joint
            new = linked(*every, owner=marks).links.select("record_id", "home_id").rows()
            lived |= {f"gone {n}": home for n, (one, home) in enumerate(new) if one not in lived}
        told = {"owner": marks, "previous": shown, "homes": lived, "joins": joins}
        at_once = linked(*every, **told)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(identity, "undoubted_people", one_by_one)
            slowly = linked(*every, **told)
        assert at_once.people.equals(slowly.people)
        assert at_once.links.equals(slowly.links)
        rows = fact_frame("record", every)
        alone += undoubted_people(rows, marks=marks, homes=lived, joins=joins).people.height
    assert alone > 30


def test_thirty_thousand_records_take_seconds() -> None:
    rows = [
        person_record(
            LIST, f"Given{n % 900} Family{n % 7001}", url=f"p{n}", since=DAY + timedelta(n % 900)
        )
        for n in range(15_000)
    ]
    rows += [person_record(POSTS, f"Given{n % 900} Family{n % 7001}") for n in range(5_000)]
    rows += [person_record("mail", "Info", emails=["info@one.example"], since=None)]
    rows += [
        person_record("contacts", f"Colleague {n}", url=f"c{n}", emails=["info@one.example"])
        for n in range(9_999)
    ]
    frame = fact_frame("record", rows)
    started = time.process_time()
    found = resolve(frame, connected=[row["record_id"] for row in rows[:15_000]])
    assert time.process_time() - started < 20
    assert found.links.height == frame.height
    assert found.people.height == 25_000


def test_a_name_is_shown_before_what_stands_in_for_one() -> None:
    told = person_record("contacts", "Ana Silva", account_id="x:42")
    bare = person_record(LIST, "", account_id="x:42", handles=["x:ana"])
    assert bare["name"] == "x:ana"
    assert linked(told, bare).people["name"].to_list() == ["Ana Silva"]
