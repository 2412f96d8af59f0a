"""Fetching on request: off by default, conditional, tied to the person the owner names."""

from pathlib import Path

import pytest

from relevance.config import Settings, load_settings
from relevance.errors import NotFoundError, UnreadableFileError, UsageError
from relevance.pipeline import fetch_address, import_paths, known_addresses
from relevance.sources.feeds import Fetched
from relevance.store import Store
from tests.linkedin_export import Contact, connections_csv
from tests.writers import web

ADDRESS = "https://ana.example/feed"
ON = Settings(allow_fetching=True)


@pytest.fixture
def store(tmp_path: Path):
    (tmp_path / "Connections.csv").write_bytes(
        connections_csv([Contact("Ana", "Silva", "ana-silva")])
    )
    with Store.open(tmp_path / "f.duckdb") as opened:
        import_paths(opened, [tmp_path / "Connections.csv"], settings=Settings())
        yield opened


def ana(store: Store) -> str:
    return str(store.people().filter(url="https://www.linkedin.com/in/ana-silva")["person_id"][0])


def never(*_: object, **__: object) -> Fetched:
    raise AssertionError("the network was asked")


def test_nothing_is_asked_unless_the_settings_allow_it(store: Store) -> None:
    with pytest.raises(UsageError, match="allow_fetching = true"):
        fetch_address(store, ADDRESS, Settings(), ask=never)
    assert store.count("fetched") == 0


def test_the_setting_is_read_from_the_file(tmp_path: Path) -> None:
    file = tmp_path / "relevance.toml"
    file.write_text("allow_fetching = true\n")
    assert load_settings({"RELEVANCE_CONFIG": str(file)}).allow_fetching
    file.write_text("allow_fetching = 1\n")
    with pytest.raises(UsageError, match="true or false"):
        load_settings({"RELEVANCE_CONFIG": str(file)})


def test_posts_of_a_feed_become_those_of_the_person_named(store: Store) -> None:
    asked: list[dict] = []

    def ask(address: str, **more: object) -> Fetched:
        asked.append(more)
        if more["etag"]:
            return Fetched(address, 304, None, '"one"', None)
        return Fetched(address, 200, web.RSS.encode(), '"one"', None)

    first = fetch_address(store, ADDRESS, ON, person_id=ana(store), ask=ask)
    assert (first.kind, first.added, first.error) == ("feed", 2, None)
    assert store.frame("SELECT DISTINCT author_id FROM feed_post")["author_id"].to_list() == [
        ana(store)
    ]
    again = fetch_address(store, ADDRESS, ON, ask=ask)
    assert (again.added, again.is_unchanged) == (0, True)
    assert [one["etag"] for one in asked] == [None, '"one"']
    assert known_addresses(store).select("address", "name", "outcome").rows() == [
        (ADDRESS, "Ana Silva", "nothing new")
    ]


def test_what_fails_is_noted_and_loses_nothing(store: Store) -> None:
    def ask(address: str, **_: object) -> Fetched:
        raise UnreadableFileError(f"{address} answered 404.")

    report = fetch_address(store, ADDRESS, ON, ask=ask)
    assert report.error == f"{ADDRESS} answered 404."
    assert known_addresses(store)["outcome"].to_list() == [f"{ADDRESS} answered 404."]


def test_an_answer_that_is_no_feed_is_told(store: Store) -> None:
    page = Fetched(ADDRESS, 200, b"<html>hello</html>", None, None)
    assert fetch_address(store, ADDRESS, ON, ask=lambda *_, **__: page).error


def test_an_unknown_person_is_an_error(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no person"):
        fetch_address(store, ADDRESS, ON, person_id="p0", ask=never)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://ana.example/feed", "feed"),
        ("ana.bsky.example", "bluesky"),
        ("did:plc:abc", "bluesky"),
        ("https://bsky.app/profile/ana.example", "bluesky"),
        ("@ana@social.example", "mastodon"),
        ("https://social.example/@ana", "mastodon"),
    ],
)
def test_the_kind_shows_from_the_address(store: Store, address: str, kind: str) -> None:
    nothing = Fetched(address, 304, None, None, None)
    assert fetch_address(store, address, ON, ask=lambda *_, **__: nothing).kind == kind
