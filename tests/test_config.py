"""Settings from defaults, a file and the environment."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from relevance.config import Settings, data_folder, load_settings, shipped_folder
from relevance.errors import UsageError


def load(folder: Path, text: str, **env: str) -> Settings:
    file = folder / "relevance.toml"
    file.write_text(text, "utf-8")
    return load_settings({"RELEVANCE_CONFIG": str(file), **env})


def test_the_defaults_are_those_of_the_design() -> None:
    settings = load_settings({})
    assert settings.database == data_folder() / "relevance.duckdb"
    assert (settings.window_days, settings.half_life_days, settings.daily_cap) == (365, 90.0, 3)
    assert settings.reshare_attention == 0.8
    assert settings.bare_reshare_attention == 0.6
    assert settings.like_attention == 0.4
    assert settings.max_member_bytes == 1024**3
    assert settings.max_archive_bytes == 4 * 1024**3
    assert (settings.max_members, settings.max_ratio, settings.max_nesting) == (100_000, 200, 2)


def test_the_file_changes_what_it_names(tmp_path) -> None:
    settings = load(
        tmp_path,
        'window_days = 180\nhalf_life_days = 30\nown_addresses = ["ana@example.org"]\n'
        'unknown_invite = "ask"\n',
    )
    assert settings == Settings(
        database=data_folder() / "relevance.duckdb",
        window_days=180,
        half_life_days=30.0,
        own_addresses=("ana@example.org",),
        unknown_invite="ask",
    )
    assert isinstance(settings.half_life_days, float)


def test_a_path_in_the_file_starts_at_the_file(tmp_path) -> None:
    settings = load(tmp_path, 'database = "mine/net.duckdb"')
    assert settings.database == (tmp_path / "mine" / "net.duckdb").resolve()


def test_the_environment_wins(tmp_path) -> None:
    settings = load(tmp_path, 'database = "a.duckdb"', RELEVANCE_DB="/elsewhere/b.duckdb")
    assert settings.database == Path("/elsewhere/b.duckdb")


def test_the_home_folder_is_known_by_its_sign() -> None:
    settings = load_settings({"RELEVANCE_DB": "~/b.duckdb"})
    assert settings.database == Path.home() / "b.duckdb"


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path) -> None:
    assert load(tmp_path, "\ufeffdaily_cap = 5").daily_cap == 5


def test_every_mistake_is_named_at_once(tmp_path) -> None:
    text = """
    windw_days = 9
    model = 5
    daily_cap = "three"
    max_nesting = true
    own_addresses = ["a", 1]
    half_life_days = 0
    like_attention = 1.5
    """
    with pytest.raises(UsageError) as caught:
        load(tmp_path, text)
    said = str(caught.value)
    assert str(tmp_path / "relevance.toml") in said
    for part in (
        "`windw_days` is unknown",
        "`model` must be a text in quotes, got 5",
        "`daily_cap` must be a whole number, got 'three'",
        "`max_nesting` must be a whole number, got True",
        "`own_addresses` must be a list of texts, got ['a', 1]",
        "`half_life_days` must be above 0, got 0.0",
        "`like_attention` must be from 0 to 1, got 1.5",
        "Allowed settings: database, model, window_days",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("window_days", 0, "from 1 to 3650"),
        ("window_days", 3651, "from 1 to 3650"),
        ("half_life_days", -1.0, "above 0"),
        ("half_life_days", float("nan"), "above 0"),
        ("daily_cap", 0, "at least 1"),
        ("reshare_attention", -0.1, "from 0 to 1"),
        ("bare_reshare_attention", 1.1, "from 0 to 1"),
        ("like_attention", float("nan"), "from 0 to 1"),
        ("invite_age_days", 0, "from 1 to 36500"),
        ("unknown_invite", "accept", "'decline' or 'ask'"),
        ("max_member_bytes", 0, "above 0"),
        ("max_archive_bytes", 0, "above 0"),
        ("max_members", 0, "above 0"),
        ("max_ratio", 0, "above 0"),
        ("max_nesting", -1, "0 or more"),
    ],
)
def test_what_is_out_of_range_is_named(name: str, value: object, allowed: str) -> None:
    with pytest.raises(UsageError) as caught:
        Settings(**{name: value})
    assert f"`{name}` must be {allowed}, got {value!r}" in str(caught.value)


def test_two_settings_out_of_range_are_named_together() -> None:
    with pytest.raises(UsageError, match=r"`window_days` must be .*; .*`like_attention` must be "):
        Settings(window_days=0, like_attention=2.0)


@pytest.mark.parametrize("content", [b"daily_cap = ", b"\xff\xfe\x00", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_named(tmp_path, content: bytes) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match=r"settings file .*broken\.toml cannot be read"):
        load_settings({"RELEVANCE_CONFIG": str(file)})


def test_a_file_that_is_named_and_absent_is_a_mistake(tmp_path) -> None:
    with pytest.raises(UsageError, match=r"none\.toml cannot be read.*unset RELEVANCE_CONFIG"):
        load_settings({"RELEVANCE_CONFIG": str(tmp_path / "none.toml")})


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().daily_cap = 4


def test_another_database_leaves_the_rest(tmp_path) -> None:
    settings = Settings(daily_cap=4)
    assert settings.with_database(None) is settings
    moved = settings.with_database(tmp_path / "x.duckdb")
    assert moved == Settings(daily_cap=4, database=tmp_path / "x.duckdb")


def test_the_demo_lies_beside_the_own_database_and_is_never_it(tmp_path) -> None:
    settings = Settings(database=tmp_path / "relevance.duckdb")
    assert settings.demo_database == tmp_path / "demo.duckdb"


def test_what_is_shipped_lies_in_the_data_folder_of_a_checkout() -> None:
    assert shipped_folder() == data_folder()
    assert (shipped_folder() / "interests.toml").is_file()
