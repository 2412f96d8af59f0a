"""Drafts say what is known, say where something is missing, and never run what strangers wrote."""

import pytest

from relevance.config import shipped_folder
from relevance.drafts import KINDS, VARIABLES, draft, first_name
from relevance.errors import UsageError
from relevance.invites import Ladder, OwnerFacts, decide
from tests.invite_cases import CASES, OWNER, PITCH, WHY, invite, job, met


def written(facts, kind=None, owner=OWNER, templates=None, ladder=None):
    found = decide(facts, owner, ladder or Ladder())
    own = [templates] if templates else []
    folders = [*own, shipped_folder() / "templates"]
    return draft(kind or found.draft_kind, facts, owner, found, folders)


def test_accepting_quotes_their_words_and_signs():
    text = written(invite("ana SILVA, PhD 🚀", note=WHY))
    lines = text.splitlines()
    assert lines[0] in {"Hello Ana,", "Hi Ana,"}
    assert "You said: “Saw your talk on xAPI in Leeds and would like to compare notes”." in text
    assert lines[-1] == "Maren"
    assert "[To add" not in text


def test_asking_names_what_intrigues():
    text = written(invite(headline="Museum educator", profile_relevance=0.7, feed_relevance=0.4))
    assert "Your profile says “Museum educator”, " in text
    assert "connect" in text
    assert "[To add" not in text


def test_encounter_and_shared_past_are_mentioned():
    facts = invite(
        note=WHY,
        encounters=[met("mastodon mention", year=2019)],
        positions=[job("Brightwater Learning", 2010, 2011)],
    )
    text = written(facts)
    assert "we were in touch on Mastodon in 2019" in text
    assert "And we both know Brightwater Learning Ltd from inside, from the same time." in text


def test_doubtful_past_is_asked_about():
    text = written(invite(note=WHY, company="Brightwater Learning"))
    assert "We also seem to have Brightwater Learning Ltd in common; when were you there?" in text


def test_question_leaves_a_gap_for_the_answer():
    text = written(invite(note="I read your post on badges. Did the council keep them?"))
    assert "[To add: your answer to “Did the council keep them?”]" in text
    assert "What are you working on" not in text


def test_name_that_is_not_known_is_a_gap():
    assert (
        written(invite("J. Smith", note=WHY))
        .splitlines()[0]
        .endswith("[To add: their first name],")
    )
    assert written(invite(note=WHY), owner=OwnerFacts()).splitlines()[-1] == "[To add: your name]"


def test_long_words_are_not_quoted_but_asked_for():
    long = (
        "I read your article on forgetting because " + "we plan a course on it and " * 8 + "wonder."
    )
    text = written(invite(note=long))
    assert "You said" not in text
    assert "[To add: a sentence on what they wrote]" in text


def test_nothing_known_is_not_made_up():
    text = written(invite(), ladder=Ladder(unknown="ask"))
    assert "I could not learn much about you from here" in text
    assert "caught my interest" not in text
    assert "profile" not in text


def test_headline_that_does_not_intrigue_is_not_praised():
    facts = invite(headline="Baker", profile_relevance=0.05, feed_relevance=0.4)
    text = written(facts, "ask", ladder=Ladder.in_order(off=(6,)))
    assert "Baker" not in text


def test_pitcher_with_relevant_posts_is_told_no_offers():
    text = written(invite(note=PITCH, posts=9, relevance=0.7, feed_relevance=0.4))
    assert "offer" in text
    assert "calendly" not in text


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case[2] in {2, 5}])
def test_every_case_that_writes_has_a_whole_draft(name):
    text = written(CASES[name][0])
    assert text.count("\n\n") >= 3
    assert "None" not in text
    assert "{" not in text
    assert max(map(len, text.splitlines())) < 300


def test_drafts_vary_between_invitations_and_stay_the_same_for_one():
    from dataclasses import replace

    facts = invite(note=WHY)
    texts = {written(replace(facts, invite_id=f"i{number}")) for number in range(20)}
    assert len(texts) > 5
    assert written(facts) == written(facts)


# -- hostile text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 7*7 }}",
        "{% for x in range(9) %}x{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{# hidden #}",
        "{{ gap('x') }}",
    ],
)
def test_what_strangers_write_is_never_run(attack):
    facts = invite(
        f"Ana {attack}", note=f"Saw your talk on {attack} and would like to compare notes."
    )
    text = written(facts)
    assert f"“Saw your talk on {attack} and would like to compare notes”" in text
    assert "49" not in text
    facts = invite(attack, headline=f"Learning {attack}", profile_relevance=0.9)
    assert f"“Learning {attack}”" in written(facts)


def test_control_characters_do_not_come_through():
    text = written(
        invite(
            "An\u202ea", note="Saw your talk\x07 on \u202exAPI\x00 and would like to compare notes."
        )
    )
    assert all(line.isprintable() for line in text.splitlines())


# -- the owner's own templates -----------------------------------------------------------------------------


def test_own_template_goes_before_the_shipped_one(tmp_path):
    (tmp_path / "ask.txt").write_text(
        "Dear {{ first_name }}, why?\n\n\n\n-- {{ owner_first_name }}", "utf-8"
    )
    facts = invite("Ana {{ 7*7 }}", headline="Museum educator", profile_relevance=0.9)
    assert written(facts, templates=tmp_path) == "Dear Ana, why?\n\n-- Maren"
    assert "Saw your talk" in written(invite(note=WHY), templates=tmp_path)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (
            "Dear {{ surname }}",
            "ask.txt cannot be used: 'surname' is undefined.*first_name, owner_first_name",
        ),
        ("Dear\n{% if %}", "ask.txt, line 2 cannot be used"),
        ("{{ ''.__class__.__mro__ }}", "cannot be used"),
        ("{{ 1 / 0 }}", "cannot be used: division by zero"),
        ("{{ range(10 ** 9) }}", "cannot be used"),
        ("{% include 'gone.txt' %}", "gone.txt is not to be found"),
    ],
)
def test_broken_template_is_explained(tmp_path, template, words):
    (tmp_path / "ask.txt").write_text(template, "utf-8")
    with pytest.raises(UsageError, match=words):
        written(invite(), "ask", templates=tmp_path)


def test_kind_that_does_not_exist_is_refused():
    with pytest.raises(
        UsageError, match="no draft of kind 'shout'; there are \\['accept_and_write', 'ask'\\]"
    ):
        written(invite(), "shout")


def test_every_kind_has_a_shipped_template_with_known_variables(tmp_path):
    for kind in KINDS:
        assert (shipped_folder() / "templates" / f"{kind}.txt").is_file()
    (tmp_path / "ask.txt").write_text("".join(f"{{{{ {name} }}}}\n" for name in VARIABLES), "utf-8")
    assert written(invite(), "ask", templates=tmp_path)


# -- first names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Silva", "Ana"),
        ("Dr. Ana Silva, PhD, FCIPD", "Ana"),
        ("🚀 Ana Silva ✨", "Ana"),
        ("ANA SILVA", "Ana"),
        ("ana silva", "Ana"),
        ("SILVA, ANA", "Ana"),
        ("McKenna O'Brien", "McKenna"),
        ("Mary-Jane Watson", "Mary-Jane"),
        ("JEAN-LUC PICARD", "Jean-Luc"),
        ("Zoë Ångström", "Zoë"),
        ("Ana (née Berg) Silva", "Ana"),
        ("Prof. Dr. Łukasz Żak", "Łukasz"),
        ("王伟", "王伟"),
        ("Kim", "Kim"),
        ("J. Smith", None),
        ("J Smith", None),
        ("LinkedIn Member", None),
        ("{{ 7*7 }}", None),
        ("ana@example.org", None),
        ("123", None),
        ("", None),
        (None, None),
        ("x" * 500, None),
    ],
)
def test_first_name(name, first):
    assert first_name(name) == first
