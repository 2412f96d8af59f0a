"""Texts, numbers and dates in other languages; the catalogue holds what the program says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from relevance import texts
from relevance.config import Settings
from relevance.errors import UsageError
from tests import catalogue


@pytest.fixture
def speak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator:
    """Set the language of the settings, with a translation beside the databases where one is given."""

    def set_language(language: str, said: str = "") -> None:
        settings = tmp_path / "relevance.toml"
        settings.write_text(f'language = "{language}"\n', "utf-8")
        monkeypatch.setenv("RELEVANCE_CONFIG", str(settings))
        monkeypatch.setattr(texts, "data_folder", lambda: tmp_path)
        (tmp_path / "locale").mkdir(exist_ok=True)
        (tmp_path / "locale" / f"{language}.po").write_text(said, "utf-8")
        _forget()

    yield set_language
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    for kept in (texts._language, texts._locale, texts._catalogue):
        kept.cache_clear()


def test_a_translation_beside_the_databases_is_said_and_what_it_lacks_is_english(speak) -> None:
    speak("fr", 'msgid "{count} shown"\nmsgstr "{count} visibles"\n')
    assert texts._("{count} shown", count=3) == "3 visibles"
    assert texts._("Undo") == "Undo"


@pytest.mark.parametrize("wrong", ["{counts} visibles", "{count visibles", "{count!x}", "{0}"])
def test_a_translation_that_breaks_its_form_is_set_aside(speak, wrong: str) -> None:
    speak("fr", f'msgid "{{count}} shown"\nmsgstr "{wrong}"\n')
    assert texts._("{count} shown", count=3) == "3 shown"


def test_what_others_wrote_is_never_read_as_a_form() -> None:
    assert texts._("by {name}", name="{name.__class__} {0}") == "by {name.__class__} {0}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en-GB", ("1,234.50", "9 November 2026", "9 November 2026, 07:05", ".,")),
        ("en-US", ("1,234.50", "November 9, 2026", "November 9, 2026, 07:05", ".,")),
        ("de", ("1.234,50", "9. November 2026", "9. November 2026, 07:05", ",.")),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(speak, language, written) -> None:
    speak(language)
    assert (
        texts.number(1234.5, 2),
        texts.day(date(2026, 11, 9)),
        texts.moment(datetime(2026, 11, 9, 7, 5, tzinfo=UTC)),
        texts.separators(),
    ) == written


def test_a_number_that_rounds_to_nothing_has_no_sign() -> None:
    assert texts.number(-0.004, 2) == "0.00"


@pytest.mark.parametrize("language", ["../en", "en_GB; x", "", "e"])
def test_a_language_that_could_name_another_file_is_refused(language: str) -> None:
    with pytest.raises(UsageError, match="a language such as 'en-GB'"):
        Settings(language=language)


def test_the_catalogue_holds_every_text_of_the_program() -> None:
    """`python -m tests.catalogue` writes it anew."""
    assert catalogue.texts(catalogue.read()) == catalogue.texts(catalogue.extracted())
