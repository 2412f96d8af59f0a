"""Whatever the address of a page says: no page fails, nothing becomes markup, and what is not taken is said."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from relevance.ui.data import own_workspace
from tests.browser.screens import PAGES
from tests.tried import tried

APP = Path(__file__).parents[2] / "app.py"
FOLDER = Path(__file__).parents[2] / "relevance" / "ui" / "pages"
NAMES = (
    *("list", "search", "position", "company", "topic", "silent", "order", "look", "hidden", "person"),
    *("other", "page", "without", "with", "by", "changes", "least", "spare", "talked", "nonsense"),
)  # fmt: skip
HOSTILE = (
    "", "nobody", "true", "-1", "0", "1e999", "nan", "9" * 60, "\x00", "\u202eabc", "💥" * 90, "x" * 20_000,
    "<script>alert(1)</script>", "**b** [a](http://x.example) ![i](http://x.example/i.png)", "' OR 1=1 --",
    "../../etc/passwd", "{{ 7 * 7 }}", ":red[x]", "$x$",
)  # fmt: skip
ONE_OF = {
    "list": "connections", "order": "connections", "look": "connections", "hidden": "connections",
    "silent": "connections", "person": "connections", "other": "connections", "page": "connections",
    "without": "whatif", "with": "whatif", "changes": "plan", "least": "plan", "spare": "plan", "talked": "plan",
}  # fmt: skip

values = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60)), min_size=1, max_size=4)
addresses = st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=5)


def opened(page: str, address: dict[str, list[str]]) -> AppTest:
    """Return a page as another session opens it by this address."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    at.session_state["demo"] = False
    at.run()
    at.switch_page(str(FOLDER / f"{page}.py"))
    for name, listed in address.items():
        at.query_params[name] = listed
    return at.run()


def held() -> dict[str, int]:
    """Return the rows of each table; background work notes only that it ran."""
    return {**own_workspace().store.row_counts(), "job": 0, "meta": 0}


def warned(at: AppTest) -> list[str]:
    return [str(one.value) for one in at.warning]


@pytest.mark.parametrize("name", ONE_OF)
def test_what_an_address_names_wrongly_is_said(filled: Path, name: str) -> None:
    at = opened(ONE_OF[name], {name: ["nonsense"]})
    assert [one.value for one in (*at.exception, *at.error)] == []
    said = [one for one in warned(at) if f"“{name}”" in one or "this address names" in one]
    assert len(said) == 1, warned(at)


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("plan", {"changes": ["3"], "least": ["0.05"], "spare": ["false"], "talked": ["true"]}),
        ("plan", {}),
        ("connections", {"page": ["1"], "order": ["loudest"], "hidden": ["true"]}),
    ],
)
def test_what_an_address_names_rightly_is_taken_without_a_word(
    filled: Path, page: str, address: dict[str, list[str]]
) -> None:
    assert not [one for one in warned(opened(page, address)) if "“" in one]


@pytest.mark.parametrize("given", ["0", "2", "nan", "1e3", "-1", "two"])
def test_a_page_of_rows_that_is_not_there_is_said(filled: Path, given: str) -> None:
    assert any("“page”" in one for one in warned(opened("connections", {"page": [given]})))


def test_markup_in_an_address_is_shown_letter_by_letter(filled: Path) -> None:
    for page, name in (("plan", "spare"), ("connections", "look")):
        (said,) = [
            one for one in warned(opened(page, {name: ["<b>[a](http://x.example)"]})) if name in one
        ]
        assert "<b>" not in said
        assert "[a](" not in said


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(page=st.sampled_from(sorted(PAGES)), address=addresses)
def test_no_address_makes_a_page_fail(
    filled: Path, page: str, address: dict[str, list[str]]
) -> None:
    before = held()
    at = opened(page, address)
    assert [one.value for one in (*at.exception, *at.error)] == []
    assert at.title, "the page is not drawn"
    assert held() == before, "an address changed what is held"


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_page_fails_at_any_hostile_value_of_any_parameter(filled: Path) -> None:
    count = 0
    for page in PAGES:
        for value in HOSTILE:
            at = opened(page, {name: [value, value] for name in NAMES})
            assert [one.value for one in (*at.exception, *at.error)] == [], (page, value)
            count += len(NAMES)
    tried("hostile values of parameters in the address, on all pages", count, "no page fails")
