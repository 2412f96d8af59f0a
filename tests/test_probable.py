"""Who may be one person beyond certain keys: what links, what is only proposed, what is neither."""

import json
import random
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from relevance.identity import (
    Bars,
    Joins,
    ProbableLink,
    named_handles,
    probable_pairs,
    resolve,
)
from relevance.identity.features import feature_frame, feature_rows
from relevance.identity.groups import group_by_keys, prepared
from relevance.identity.model import COMPARISONS
from relevance.identity.name_parts import name_parts, plain
from relevance.identity.training import trained_parameters
from relevance.schema import fact_frame
from relevance.sources.people import person_record
from tests.invented_people import (
    CHANGES,
    LIST,
    MAIL,
    STRANGERS,
    Network,
    changed_surnames,
    met_once,
    met_twice,
    strangers,
)


def pairs_of(network: Network, **more: Any):
    return probable_pairs(
        fact_frame("record", network.rows),
        connected=network.connected,
        positions=network.positions,
        **more,
    )


def pair(one: dict, other: dict, *, positions: dict | None = None) -> dict | None:
    """The pair of two records in a small network of others, null where it is not even proposed."""
    network = met_twice(11, 20, start=1_000)
    rows = [*network.rows, one, other]
    listed = [row["record_id"] for row in rows if row["source"] == LIST]
    found = probable_pairs(fact_frame("record", rows), connected=listed, positions=positions or {})
    ids = {one["record_id"], other["record_id"]}
    told = [
        row for row in found.to_dicts() if {row["left_record_id"], row["right_record_id"]} == ids
    ]
    return told[0] if told else None


def level(found: dict, comparison: str) -> str | None:
    bars = {bar["comparison"]: bar["level"] for bar in json.loads(found["evidence"])}
    return bars.get(comparison)


def connection(name: str, slug: str = "somebody-1", **more: Any) -> dict:
    return person_record(LIST, name, url=slug, **more)


def writer(name: str, address: str = "someone@gmail.com", **more: Any) -> dict:
    return person_record(MAIL, name, emails=[address], **more)


# -- planted truth ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted():
    network = changed_surnames(5, 80)
    network.add_all(strangers(6, 90, start=1_000))
    network.add_all(met_twice(7, 300, start=10_000))
    network.add_all(met_once(8, 300, LIST, start=20_000))
    network.add_all(met_once(9, 300, MAIL, start=30_000))
    return network, pairs_of(network)


def test_changed_surnames_are_proposed_and_never_linked(planted) -> None:
    network, found = planted
    states: dict[int, list[str]] = {}
    for row in found.to_dicts():
        one, other = (network.who[row[f"{side}_record_id"]] for side in ("left", "right"))
        if one == other and one < 80:
            states.setdefault(one, []).append(row["state"])
    assert {state for held in states.values() for state in held} == {"proposed"}
    assert len(states) >= 0.9 * 80
    for kind in range(len(CHANGES)):
        mine = [number for number in states if number % len(CHANGES) == kind]
        assert len(mine) >= 7, CHANGES[kind]


def test_strangers_of_one_name_are_never_linked(planted) -> None:
    network, found = planted
    linked = found.filter(state="linked").select("left_record_id", "right_record_id").rows()
    assert len(linked) > 100
    assert [pair for pair in linked if network.who[pair[0]] != network.who[pair[1]]] == []
    kinds = {
        number // 2 % len(STRANGERS) for number in network.who.values() if 1_000 <= number < 1_180
    }
    assert kinds == set(range(len(STRANGERS)))


def test_the_same_people_give_the_same_pairs_in_any_order(planted) -> None:
    network, found = planted
    rows = list(network.rows)
    random.Random(3).shuffle(rows)
    again = probable_pairs(
        fact_frame("record", rows), connected=network.connected, positions=network.positions
    )
    assert again.equals(found)


def test_every_pair_is_told_by_bars_that_add_up(planted) -> None:
    _, found = planted
    for row in found.to_dicts():
        bars = json.loads(row["evidence"])
        assert sum(bar["weight"] for bar in bars) == pytest.approx(row["weight"], abs=0.02)
        assert 1 / (1 + 2 ** -row["weight"]) == pytest.approx(row["probability"], abs=0.001)
        assert all(bar["words"].endswith(".") for bar in bars)


def test_the_bars_are_settings() -> None:
    network = met_twice(7, 60)
    strict = pairs_of(network, bars=Bars(link=0.9999999, propose=0.5))
    assert set(strict["state"]) == {"proposed"}
    assert strict["probability"].min() >= 0.5


# -- one pair at a time ----------------------------------------------------------------------------


def test_a_bare_name_is_a_proposal_and_employer_besides_it_a_link() -> None:
    ana = connection("Ana Quistberg", company="Fenland Water Ltd")
    bare = pair(ana, writer("Ana Quistberg"))
    assert (bare["state"], bare["reason"]) == ("proposed", "Nothing but the name speaks for it.")
    assert pair(ana, writer("Ana Quistberg", "ana@fenland-water.example"))["state"] == "linked"
    contact = person_record(
        "contacts", "Quistberg, Ana", emails=["q@gmail.com"], company="The Fenland Water Limited"
    )
    assert pair(ana, contact)["state"] == "linked"


def test_a_common_name_needs_more_than_one_sign() -> None:
    john = connection("John Smith", company="Fenland Water")
    found = pair(
        john,
        person_record("contacts", "John Smith", emails=["j@gmail.com"], company="Fenland Water"),
    )
    assert found["state"] == "proposed"
    rare = connection("John Quistberg", company="Fenland Water")
    other = person_record(
        "contacts", "John Quistberg", emails=["j@gmail.com"], company="Fenland Water"
    )
    assert pair(rare, other)["probability"] > found["probability"]


@pytest.mark.parametrize(
    ("one", "other", "comparison", "expected"),
    [
        ("Robert Quistberg", "Bob Quistberg", "given name", "short form"),
        ("Bill Quistberg", "Will Quistberg", "given name", "short form"),
        ("J. Quistberg", "Jane Quistberg", "given name", "initial"),
        ("Ana Quistberg", "Ana Q.", "surname", "initial"),
        ("Ana Quistberg", "Ana Quistberg-Holm", "surname", "part of a double surname"),
        ("Ana Quistberg", "Ana Quistburg", "surname", "alike"),
        ("Ana María Quistberg López", "Ana Quistberg", "surname", "part of a double surname"),
        ("Müller, Jürgen", "Juergen Mueller", "surname", "same"),
        ("Сидоров Иван Петрович", "Ivan Sidorov", "surname", "same"),
        ("Ольга Ивановна Кузнецова", "Olga Kuznetsova", "surname", "same"),
        ("王伟", "Wei Wang", "given name", "same"),
        ("Wang Wei", "Wei Wang", "surname", "same"),
        ("Jan van der Quist", "Jan Quist", "surname", "same"),
        ("QUISTBERG, ANA, PhD 🚀", "Ana Quistberg", "surname", "same"),
    ],
)  # fmt: skip
def test_names_are_compared_as_people_write_them(one, other, comparison, expected) -> None:
    works = {"company": "Fenland Water"}
    found = pair(
        connection(one, **works), person_record("contacts", other, emails=["q@gmail.com"], **works)
    )
    assert level(found, comparison) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Quistberg", "Pedro Quistberg"),
        ("Daniel Quistberg", "Daniela Quistberg"),
        ("Fenland Water Ltd", "Fenland Water Ltd"),
        ("Support Team", "Support Team"),
        ("Ana Quistberg", "Bo Holmfield"),
    ],
)
def test_relatives_organisations_and_others_are_no_pair(one: str, other: str) -> None:
    works = {"company": "Fenland Water"}
    assert (
        pair(
            connection(one, **works),
            person_record("contacts", other, emails=["q@gmail.com"], **works),
        )
        is None
    )


def test_a_former_name_speaks_from_wherever_it_stands() -> None:
    told = {
        "née": (connection("Ana Holm (née Quistberg)"), writer("Ana Quistberg")),
        "slug": (connection("Ana Holm", "ana-quistberg-7b1"), writer("Ana Quistberg")),
        "run together": (connection("Ana Holm", "anaquistberg"), writer("Ana Quistberg")),
        "mail": (connection("Ana Quistberg"), writer("Ana Holm", "ana.quistberg@gmail.com")),
        "initial": (connection("Ana Quistberg"), writer("Ana Holm", "aquistberg@gmail.com")),
        "handle": (connection("Ana Quistberg"), person_record("x", "Ana Holm", handles=["x:ana_quistberg"])),
        "short form": (connection("Robert Holm (formerly Quistberg)"), writer("Bob Quistberg")),
    }  # fmt: skip
    for name, (one, other) in told.items():
        found = pair(one, other)
        assert found is not None, name
        assert found["state"] == "proposed", name
        assert level(found, "former name") in {"stated", "in an address"}, name
        assert "Quistberg" in found["summary"], name


def test_a_surname_that_an_address_spells_is_a_surname_where_the_name_has_none() -> None:
    found = pair(
        connection("Ana Quistberg", company="Fenland Water"),
        writer("Ana", "ana.quistberg@fenlandwater.example"),
    )
    assert (found["state"], level(found, "e-mail address")) == ("linked", "spells the name")


def test_one_handle_on_two_networks_is_a_sign() -> None:
    one = person_record("x", "Ana Quistberg", handles=["x:seventhowl77"])
    other = person_record("mastodon", "Ana Q.", handles=["mastodon:seventhowl77@social.example"])
    assert level(pair(one, other), "handle") == "the same, which no name explains"


def test_two_connections_of_one_list_are_two_whatever_they_are_called() -> None:
    day = date(2020, 2, 2)
    one = connection("Ana Quistberg", "ana-quistberg", since=day, as_of=date(2026, 5, 1))
    other = connection("Ana Holm (née Quistberg)", "ana-holm", since=day, as_of=date(2026, 5, 1))
    assert pair(one, other) is None
    earlier = {**one, "as_of": date(2019, 5, 1)}
    assert pair(earlier, other)["state"] == "proposed"


def test_of_two_namesakes_neither_is_certain() -> None:
    network = met_twice(11, 20, start=1_000)
    first = connection("Ana Quistberg", "ana-quistberg-1", company="Fenland Water")
    second = connection("Ana Quistberg", "ana-quistberg-2", company="Fenland Water")
    letter = writer("Ana Quistberg", "ana@fenlandwater.example")
    rows = [*network.rows, first, second, letter]
    listed = [row["record_id"] for row in rows if row["source"] == LIST]
    found = probable_pairs(fact_frame("record", rows), connected=listed)
    mine = [
        one
        for one in found.to_dicts()
        if letter["record_id"] in {one["left_record_id"], one["right_record_id"]}
    ]
    assert [one["state"] for one in mine] == ["proposed", "proposed"]
    assert all(one["probability"] == pytest.approx(0.5, abs=0.01) for one in mine)


# -- what pairs do to persons ----------------------------------------------------------------------


def persons(found) -> dict[str, str]:
    return dict(found.links.select("record_id", "person_id").iter_rows())


def test_a_chain_never_gives_one_person_two_profiles() -> None:
    one, other = connection("Ana Quistberg", "ana-1"), connection("Ana Quistberg", "ana-2")
    letter = writer("Ana Quistberg")
    ids = [row["record_id"] for row in (one, other, letter)]
    chain = [ProbableLink(ids[0], ids[2], 0.999, ""), ProbableLink(ids[1], ids[2], 0.995, "")]
    records = fact_frame("record", [one, other, letter])
    of = persons(resolve(records, connected=ids[:2], joins=Joins(probable=chain)))
    assert of[ids[0]] == of[ids[2]] != of[ids[1]]
    said = Joins(probable=chain, same=[(ids[0], ids[1])])
    assert len(set(persons(resolve(records, connected=ids[:2], joins=said)).values())) == 1
    no = Joins(probable=chain, apart=[(ids[0], ids[2])])
    of = persons(resolve(records, connected=ids[:2], joins=no))
    assert of[ids[1]] == of[ids[2]] != of[ids[0]]


def test_a_no_outweighs_a_shared_address() -> None:
    one, other = writer("Ana", "office@x.example"), writer("Bo", "office@x.example")
    third = writer("Cleo", "office@x.example")
    records = fact_frame("record", [one, other, third])
    ids = [row["record_id"] for row in (one, other, third)]
    assert len(set(persons(resolve(records)).values())) == 1
    of = persons(resolve(records, joins=Joins(apart=[(ids[0], ids[1])])))
    assert of[ids[0]] != of[ids[1]]
    assert of[ids[2]] in {of[ids[0]], of[ids[1]]}


def test_ids_stay_through_joining_and_parting() -> None:
    network = met_twice(3, 40)
    records = fact_frame("record", network.rows)
    alone = resolve(records, connected=network.connected)
    before = persons(alone)
    links = [
        ProbableLink(row["left_record_id"], row["right_record_id"], row["probability"], "")
        for row in pairs_of(network).filter(state="linked").to_dicts()
    ]
    joined = resolve(
        records,
        connected=network.connected,
        previous=before,
        homes=before,
        joins=Joins(probable=links),
    )
    after = persons(joined)
    assert set(after.values()) < set(before.values())
    homes = dict(joined.links.select("record_id", "home_id").iter_rows())
    assert homes == before
    parted = resolve(records, connected=network.connected, previous=after, homes=homes)
    assert parted.links.equals(alone.links)
    assert parted.people.equals(alone.people)


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "surname"),
    [
        ("Ana Silva, PhD 🚀", "ana", "silva"),
        ("Jane Smith-Doe", "jane", "smith doe"),
        ("Anne-Marie Duval", "anne", "duval"),
        ("김민수", "minsu", "gim"),
        ("J. R. Hartley", "j", "hartley"),
        ("Ana", "ana", None),
        ("ana1988", None, None),
        ("Acme Ltd", None, None),
        ("", None, None),
    ],
)
def test_the_parts_of_a_name(name: str, given: str | None, surname: str | None) -> None:
    found = name_parts(name)
    assert (found.given, found.surname) == (given, surname)


def test_letters_are_compared_without_accents_and_umlauts() -> None:
    assert plain("Łukasz Ørsted") == "lukasz orsted"
    assert plain("Jürgen Mueller") == plain("Juergen Müller")


def test_splink_is_loaded_only_when_people_are_compared() -> None:
    script = (
        "import sys, relevance.cli, relevance.pipeline, relevance.identity; "
        "sys.exit(bool({'splink', 'sqlglot'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


# -- certain links that a profile names ------------------------------------------------------------


@pytest.mark.parametrize(
    ("headline", "handle"),
    [
        ("Trainer | X: @AnaQ", "x:anaq"),
        ("Trainer, Twitter @AnaQ", "x:anaq"),
        ("See https://twitter.com/AnaQ", "x:anaq"),
        ("Toots as @ana@social.example", "mastodon:ana@social.example"),
        ("https://social.example/@ana", "mastodon:ana@social.example"),
        ("bsky.app/profile/ana.bsky.social", "bluesky:ana.bsky.social"),
    ],
)
def test_a_handle_named_on_the_profile_is_certain(headline: str, handle: str) -> None:
    one = connection("Ana Quistberg", headline=headline)
    other = person_record(handle.partition(":")[0], "the real ana", handles=[handle])
    records = fact_frame("record", [one, other])
    found = resolve(records, connected=[one["record_id"]])
    assert found.people.height == 1
    assert set(found.links["how"]) & {"handle named on the profile", "same handle"}


@pytest.mark.parametrize(
    "headline",
    [
        "Series X: growth",
        "I run x.com/home",
        "Head of Generation X",
        "mail me ana@social.example",
        "",
        None,
    ],
)
def test_other_words_name_no_account(headline: str | None) -> None:
    assert set(named_handles(headline)) <= {"x:growth"}


def test_a_profile_named_in_a_biography_is_certain_and_two_cannot_be() -> None:
    one = connection("Ana Quistberg", "ana-q", headline="Trainer")
    bio = person_record(
        "mastodon",
        "ana",
        handles=["mastodon:ana@social.example"],
        headline="Work: linkedin.com/in/ana-q",
    )
    other = connection("Bo Holm", "bo-h", headline="X: @team")
    third = connection("Cleo Dahl", "cleo-d", headline="X: @team")
    team = person_record("x", "Team", handles=["x:team"])
    records = fact_frame("record", [one, bio, other, third, team])
    of = persons(resolve(records, connected=[row["record_id"] for row in (one, other, third)]))
    assert of[one["record_id"]] == of[bio["record_id"]]
    assert len({of[row["record_id"]] for row in (other, third, team)}) == 3


# -- what a large network teaches ------------------------------------------------------------------


def test_a_large_network_moves_the_parameters_a_little_and_always_alike() -> None:
    network = met_twice(3, 1_200)
    groups = group_by_keys(prepared(fact_frame("record", network.rows), network.connected))
    features = feature_frame(feature_rows(groups, {}))
    told = trained_parameters(features, 1e-4)
    assert told == trained_parameters(features, 1e-4)
    defaults = {
        (one.name, level.name): (level.m, level.u) for one in COMPARISONS for level in one.levels
    }
    changed = {
        key: found for key, found in told.items() if key in defaults and found != defaults[key]
    }
    assert ("given name", "short form") in changed
    for key, found in changed.items():
        for default, moved in zip(defaults[key], found, strict=True):
            assert default / 2 - 1e-6 <= moved <= default * 2 + 1e-6, key
    assert trained_parameters(features.head(100), 1e-4) is None
