"""`connections` with facets and lists, `compare`, `views` and `mark`."""

from tests.test_cli import Shell, filled, shell

__all__ = ["filled", "shell"]


def names(document: dict) -> list[str]:
    return [one["name"] for one in document["connections"]]


def test_without_options_the_document_is_as_it_was(filled: Shell) -> None:
    document = filled.json("connections")
    assert list(document) == ["connections"]
    assert list(document["connections"][0]) == [
        "person_id", "name", "relevance", "low", "high", "posts", "attention_share", "effect", "state", "suggestion",
        "company", "position", "headline", "url", "connected_on",
    ]  # fmt: skip
    assert len(document["connections"]) == 10


def test_facets_and_lists_narrow_what_is_listed(filled: Shell) -> None:
    found = filled.json("connections", "--company", "fenland", "--state", "raises")
    assert (names(found), found["found"], found["address"]) == (
        ["Bea Brook"],
        1,
        "state=raises&company=fenland",
    )
    assert found["connections"][0]["tie"] == "active"
    assert sorted(names(filled.json("connections", "--loudness", "Quiet"))) == ["Fay Ford, PhD"]
    assert names(filled.json("connections", "--silent", 0)) == ["Bea Brook"]
    assert names(filled.json("connections", "--search", "lark")) == []
    dilute = filled.json("connections", "--state", "dilutes", "--sort", "name", "--limit", 1)
    assert names(dilute) == ["Carl Cole"]
    silent = filled.json("connections", "--list", "silent-ties")
    assert (names(silent), silent["list"]) == ([], "silent ties")
    assert "not within the last two years" in silent["rule"]
    assert (
        "Silent ties: You were in contact once"
        in filled.run("connections", "--list", "silent ties")[1]
    )
    topic = filled.json("connections", "--state", "dilutes")["connections"][0]["topic"]
    assert topic is None  # topics are grouped only where they are asked for
    assert names(filled.json("connections", "--topic", "nothing of that name")) == []
    for words in (("--state", "evil"), ("--list", "best"), ("--silent", -1), ("--following", "--tie", "silent"),
                  ("--view", "x", "--tie", "silent")):  # fmt: skip
        assert filled.run("connections", *words)[0] == 2
    assert "must be one of raises, dilutes" in (
        filled.run("connections", "--state", "evil") and filled.err
    )


def test_views_are_kept_by_name_and_listed_again(filled: Shell) -> None:
    filled.json(
        "views", "--keep", "To thin out", "--address", "/connections?state=dilutes&order=name"
    )
    kept = filled.json("views")["views"]
    assert [(one["name"], one["address"]) for one in kept] == [
        ("To thin out", "state=dilutes&order=name")
    ]
    shown = names(filled.json("connections", "--view", "to thin out"))
    assert shown == sorted(names(filled.json("connections", "--state", "dilutes")))
    filled.json("views", "--rename", "To thin out", "--to", "Thin")
    assert filled.json("views", "--drop", "thin")["views"] == []
    assert filled.run("connections", "--view", "thin")[0] == 1
    assert [one["name"] for one in filled.json("views", "--back", 1)["views"]] == ["Thin"]
    assert filled.run("views", "--keep", "x")[0] == 2
    assert filled.run("views", "--keep", "x", "--address", "state=evil")[0] == 2
    assert [one["name"] for one in filled.json("views")["views"]] == ["Thin"]


def test_marks_are_noted_and_taken_back(filled: Shell) -> None:
    assert filled.json("mark", "show-less", "Carl Cole", "Eli East")["batch"] == 1
    assert names(filled.json("connections", "--decided", "show less", "--sort", "name")) == [
        "Carl Cole",
        "Eli East",
    ]
    assert filled.json("mark", "--undo") == {"undone": 2}
    assert names(filled.json("connections", "--decided", "show less")) == []
    assert filled.run("mark", "--undo")[0] == 1
    assert filled.run("mark", "keep")[0] == 2
    assert filled.run("mark", "shout", "Carl Cole")[0] == 2


def test_two_people_are_compared(filled: Shell) -> None:
    found = filled.json("compare", "Bea Brook", "Carl Cole")
    assert [one["name"] for one in found["people"]] == ["Bea Brook", "Carl Cole"]
    assert len(found["people"][0]["encounters"]) == 2
    assert len(found["people"][1]["sample"]) == 3
    assert 0 <= found["overlap"] <= 1
    said = filled.run("compare", "Bea Brook", "Carl Cole")[1]
    assert "Bea Brook does your feed more good" in said
    assert "Fenland Water" in said
    assert filled.run("compare", "Bea Brook", "Bea Brook")[0] == 2
    assert filled.run("compare", "Bea Brook", "Lou Lark")[0] == 1
