"""Drafts say what is known, say where something is missing, and never run what strangers wrote."""

import pytest

from relevance.config import shipped_folder
from relevance.drafts import KINDS, VARIABLES, Occasion, check_template, draft, first_name, kind_for
from relevance.errors import UsageError
from relevance.invites import Ladder, OwnerFacts, decide
from tests.invite_cases import CASES, OWNER, PITCH, WHY, invite, job, met


def shipped(kind):
    return (shipped_folder() / "templates" / f"{kind}.txt").read_text("utf-8")


def message(facts, kind=None, owner=OWNER, template=None, ladder=None, groups=()):
    found = decide(facts, owner, ladder or Ladder())
    kind = kind or kind_for(found)
    return draft(kind, Occasion(facts, owner, found, groups), template or shipped(kind))


def written(*args, **more):
    return message(*args, **more).text


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


def test_own_template_is_filled_as_the_shipped_one():
    template = "Dear {{ first_name }}, why?\n\n\n\n-- {{ owner_first_name }}"
    facts = invite("Ana {{ 7*7 }}", headline="Museum educator", profile_relevance=0.9)
    assert written(facts, template=template) == "Dear Ana, why?\n\n-- Maren"


@pytest.mark.parametrize(
    "template",
    [
        "{% if talked_year in (2019, 2020) and not is_pitch %}then{% endif %}",
        "{{ (headline | default('', true) | truncate(20) | upper) ~ '!' }}",
        "{{ 'hello' if their_words is none else their_words }}",
        "{{ gap('why') }} {{ pick('a', first_name or 'b') }} {{ posts + 1 }}",
        "{# a comment #}{% raw %}{{ as is }}{% endraw %}",
    ],
)
def test_what_a_template_may_do(template):
    assert written(invite(), "ask", template=template) is not None


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("Dear {{ surname }}", "ask.txt, line 1, cannot be used: there is no `surname`.*gap.*first_name"),
        ("Dear\n{% if %}", "ask.txt, line 2, cannot be used"),
        ("{{ ''.__class__.__mro__ }}", "a dot behind a name is not allowed"),
        ("{{ headline['__class__'] }}", "square brackets behind a name"),
        ("{{ headline.__class__ }}", "a dot behind a name"),
        ("{{ headline | attr('__class__') }}", "there is no filter `attr`"),
        ("{{ 1 / 0 }}", "`/` is not allowed"),
        ("{% include 'gone.txt' %}", "`include` is not allowed"),
        ("{% import 'gone.txt' as gone %}", "`import` is not allowed"),
        ("{% extends 'ask.txt' %}", "`extends` is not allowed"),
        ("{{ headline > 3 }}", "cannot be used: .*not known is null"),
        ("{{ self }}", "there is no `self`"),
        ("{{ pick() }}", "pick\\(\\) takes texts"),
        ("{{ pick(*'abc') }}", "pick\\(\\) takes texts"),
        ("{{ gap('a', 'b') }}", "one text"),
        ("{{ range(3) }}", "only gap\\(\\) and pick\\(\\)"),
        ("{{ 'a' is divisibleby 3 }}", "there is no test `divisibleby`"),
        ("{% do x %}", "cannot be used"),
        ("{{ " + "9" * 5000 + " }}", "cannot be used"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "cannot be used: it is nested too deeply"),
        ("{{ " + "not " * 2000 + "1 }}", "cannot be used: it is nested too deeply"),
        ("{% if 1 %}" * 60 + "x" + "{% endif %}" * 60, "nested too deeply"),
        ("x" * 10_001, "10,001 characters; at most 10,000 are read"),
    ],
)  # fmt: skip
def test_broken_template_is_explained(template, words):
    with pytest.raises(UsageError, match=words):
        written(invite(), "ask", template=template)


HUNGRY = (
    "{{ 'x' * 10**9 }}",
    "{{ 10**10**10 }}",
    "{{ 'x' | center(1000000000) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ '%1000000000d' | format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ lipsum(n=1000000000) }}",
    "{{ range(10 ** 9) }}",
    "{{ 'a' | replace('a', 'aa') | indent(1000000000) }}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for one in 'abc' recursive %}{{ loop('abc') }}{% endfor %}",
    "{% set x = 'xx' %}" + "{% set x = x ~ x %}" * 40 + "{{ x }}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set ns = namespace(x='x') %}{{ ns.x }}",
    "{% filter center(1000000000) %}x{% endfilter %}",
    "{% with x = 'x' %}{{ x }}{% endwith %}",
    "{% include 'ask.txt' %}{% include 'ask.txt' %}",
)


@pytest.mark.parametrize("template", HUNGRY)
@pytest.mark.timeout(10)
def test_a_template_that_would_never_end_is_refused_at_once(template):
    with pytest.raises(UsageError, match=r"cannot be used: .*It may use if, elif and else"):
        check_template(template, "ask.txt")


def test_a_draft_is_no_longer_than_a_message_may_be():
    facts = invite(headline="Museum educator " * 6, profile_relevance=0.9)
    with pytest.raises(
        UsageError, match=r"gives \d+,\d+ characters; a message takes at most 8,000"
    ):
        written(facts, "ask", template="{{ headline }}" * 500)


def test_kind_that_does_not_exist_is_refused():
    with pytest.raises(
        UsageError, match="no draft of kind 'shout'; there are \\['accept_and_write'"
    ):
        written(invite(), "shout", template="x")


def test_every_kind_has_a_shipped_template_with_known_variables():
    assert len(KINDS) == 5
    for kind in KINDS:
        check_template(shipped(kind), f"{kind}.txt")
    every = "".join(f"{{{{ {name} }}}}\n" for name in VARIABLES)
    assert written(invite(), "ask", template=every)


# -- every kind -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CASES)
def test_every_kind_is_written_for_every_case(kind, name):
    found = message(CASES[name][0], kind)
    assert found.text.count("\n\n") >= 3
    assert "None" not in found.text
    assert "{" not in found.text
    assert [f"[To add: {gap}]" in found.text for gap in found.gaps] == [True] * len(found.gaps)
    assert found.text.count("[To add: ") == len(found.gaps)


def test_nobody_is_thanked_for_a_note_that_they_did_not_write():
    facts = invite(encounters=[met("meeting", "both")])
    text = written(facts)
    assert "note" not in text.replace("notes", "")
    assert "wrote" not in text
    assert "few words" not in text
    assert "we were in touch at a meeting in 2016" in text
    known = message(invite(owner_note="Met at the museum"))
    assert known.gaps == ("a sentence on how you know each other, or why you said yes",)


def test_the_kind_that_suits():
    def suited(facts, **more):
        return kind_for(decide(facts, OWNER, Ladder(**more)))

    assert suited(invite(note=WHY)) == "accept_and_write"
    assert suited(invite(encounters=[met("meeting", "both")])) == "accept_and_write"
    assert suited(invite(company="Brightwater Learning")) == "ask"
    assert suited(invite()) == "decline"
    assert suited(invite(note=PITCH)) == "pitch_reply"


def test_a_group_is_named_only_where_it_is_the_only_one():
    assert "“Learning Pros”?" in written(invite(), "group", groups=("Learning Pros",))
    several = message(invite(), "group", groups=("Learning Pros", "Museum folk"))
    assert several.gaps == ("which group, such as Learning Pros, Museum folk",)
    assert message(invite(), "group").gaps == ("the name of a group, and its link",)


def test_declining_leaves_their_question_to_the_owner():
    facts = invite(note="I read your post on badges. Did the council keep them?")
    assert (
        message(facts, "decline").gaps[0].startswith("your answer to “Did the council keep them?”")
    )


def test_an_answer_to_a_pitch_quotes_nothing_of_it():
    text = written(invite(note=PITCH))
    assert "leads" not in text
    assert "calendly" not in text
    assert "offer" in text


def test_brackets_in_their_words_are_no_gap():
    facts = invite(note="Saw your talk on [To add: everything] and would like to compare notes.")
    found = message(facts)
    assert "[To add: everything]" in found.text
    assert found.gaps == ()


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
