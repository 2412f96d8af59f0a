"""`rate` and `ratings`: what was recorded, where it came from, what it moved."""

import pytest

from tests.test_cli import Shell, filled, shell

__all__ = ["filled", "shell"]


def posts(filled: Shell, name: str) -> list[str]:
    document = filled.json("person", name)
    return [one["post_id"] for one in (*document["raising"], *document["lowering"])]


def test_rate_gives_what_was_recorded(filled: Shell) -> None:
    post_id = posts(filled, "Eli East")[0]
    given = filled.json("rate", post_id, "up")
    assert {key: given[key] for key in ("subject", "post_id", "rating", "value", "source")} == {
        "subject": "post", "post_id": post_id, "rating": "up", "value": 1.0, "source": "thumb",
    }  # fmt: skip
    assert given["at"]
    assert filled.json("rate", post_id, "down")["value"] == -1.0
    assert [one["value"] for one in filled.json("ratings")["ratings"]] == [-1.0]
    undone = filled.json("rate", post_id, "--undo")
    assert (undone["rating"], undone["value"], undone["undone"]) == (None, None, True)
    assert filled.json("ratings")["ratings"] == []


def test_people_are_rated_by_id_and_name(filled: Shell) -> None:
    given = filled.json("rate", "Bea Brook", "up")
    assert (given["subject"], given["title"]) == ("person", "Bea Brook")
    assert filled.json("rate", given["person_id"], "--undo")["person_id"] == given["person_id"]


def test_ratings_move_what_person_and_connections_say(filled: Shell) -> None:
    before = filled.json("person", "Eli East")
    assert "your ratings" not in before["parts"]
    for name, thumb in (("Eli East", "up"), ("Dina Dahl", "down")):
        for post_id in posts(filled, name)[:4]:
            filled.json("rate", post_id, thumb)
    after = filled.json("person", "Eli East")
    assert after["relevance"] > before["relevance"] + 0.01
    part = after["parts"]["your ratings"]
    assert after["parts_total"] == pytest.approx(before["parts_total"] + part, abs=1e-9)
    rows = {one["name"]: one["relevance"] for one in filled.json("connections")["connections"]}
    assert rows["Eli East"] == after["relevance"]
    document = filled.json("ratings")
    moved = {one["name"]: one["points"] for one in document["moved"]}
    assert moved["Eli East"] == pytest.approx(100 * (after["relevance"] - before["relevance"]))
    assert moved["Dina Dahl"] < 0 < document["strength"] <= 512 / 3887
    assert f"moved {len(moved)} people" in document["summary"]
    assert "Moved by your ratings" in filled.run("ratings")[1]
    scale = document["scale"]
    assert (scale["ratings"], scale["isotonic_share"]) == (8, 0)
    assert (
        f"8 thumbs on posts moved the scale of relevance by {scale['points']:+.1f} points"
        in document["summary"]
    )


def test_without_thumbs_the_scale_is_the_built_in_one(filled: Shell) -> None:
    filled.json("rate", "Bea Brook", "up")
    assert filled.json("ratings")["scale"] == {
        "ratings": 0, "points": 0, "slope": 1, "intercept": 0, "isotonic_share": 0,
    }  # fmt: skip


def test_next_lists_what_to_rate(filled: Shell) -> None:
    listed = filled.json("rate", "--next", "--limit", 3)["posts"]
    assert len(listed) == 3
    assert set(listed[0]) == {"post_id", "author", "created_at", "kind", "url", "text", "relevance"}
    filled.json("rate", listed[0]["post_id"], "up")
    left = filled.json("rate", "--next", "--limit", 100)["posts"]
    assert listed[0]["post_id"] not in [one["post_id"] for one in left]
    assert "Rate these next" in filled.run("rate", "--next")[1]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--undo",),
        ("Bea Brook",),
        ("Bea Brook", "sideways"),
        ("Bea Brook", "up", "--undo"),
        ("Bea Brook", "--next"),
    ],
)
def test_wrong_usage_exits_with_2(filled: Shell, words: tuple[str, ...]) -> None:
    assert filled.run("rate", *words)[0] == 2
    assert "relevance rate ID up" in filled.err


def test_what_cannot_be_rated_exits_with_1(filled: Shell) -> None:
    assert filled.run("rate", "p-nothing", "up") == (1, "")
    assert "no post with the id 'p-nothing'" in filled.err
    assert filled.run("rate", "Sam Smith", "up")[0] == 1
    assert "2 people are called" in filled.err
    assert filled.run("rate", "Bea Brook", "--undo")[0] == 1
    assert "not rated" in filled.err


def test_people_read_what_was_done(filled: Shell) -> None:
    assert "up is noted" in filled.run("rate", "Bea Brook", "up")[1]
    assert "taken back" in filled.run("rate", "Bea Brook", "--undo")[1]


def test_an_empty_database_has_nothing_to_ask_and_nothing_rated(shell: Shell) -> None:
    assert shell.run("rate", "--next", "--json") == (0, '{\n  "posts": []\n}\n')
    code, out = shell.run("ratings")
    assert (code, "0 up and 0 down" in out) == (0, True)
