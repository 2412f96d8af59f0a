"""What a note is: invented notes of every kind, with the words that led to it."""

import pytest

from relevance.invites import analyse_note, note_key, repeated_notes
from relevance.invites.pitch_signs import SIGNS
from tests.written_notes import ELSEWHERE, ORDINARY, PITCHES, STOCK, TEMPLATES


@pytest.mark.parametrize("note", ORDINARY)
def test_ordinary_note_is_personal_and_says_why(note):
    found = analyse_note(note)
    assert (found.kind, found.says_why) == ("personal", True)


@pytest.mark.parametrize("note", PITCHES)
def test_pitch_is_named_with_its_words(note):
    found = analyse_note(note)
    assert (found.kind, found.says_why) == ("pitch", False)
    assert found.findings
    plain = note.replace("’", "'")
    assert all(finding.quote.strip("“”").removesuffix(" …") in plain for finding in found.findings)


@pytest.mark.parametrize("note", STOCK)
def test_sentence_of_linkedin_is_no_note(note):
    assert analyse_note(note).kind == "default"
    assert analyse_note(f"Hi Maren,\n{note}\n- Ana Silva").kind == "default"


@pytest.mark.parametrize("note", TEMPLATES)
def test_template_is_no_note(note):
    assert analyse_note(note).kind == "template"


@pytest.mark.parametrize("note", ELSEWHERE)
def test_other_languages_cannot_be_told(note):
    assert analyse_note(note).kind == "could_not_tell"


@pytest.mark.parametrize(
    "note", [None, "", "   ", "\n\t", "\u200b\u200b", "…", "🚀🚀", "-", "\x00"]
)
def test_nothing_written_is_no_note(note):
    assert analyse_note(note).kind == "none"


@pytest.mark.parametrize("note", ["Hi Maren!", "Hello", "Maren", "Thanks!", "Great talk!"])
def test_short_note_says_no_reason(note):
    found = analyse_note(note)
    assert (found.kind, found.says_why) == ("personal", False)


def test_default_sentence_before_a_reason_does_not_hide_it():
    found = analyse_note(
        "I'd like to add you to my professional network. I saw your talk on xAPI and would love to compare notes."
    )
    assert (found.kind, found.says_why) == ("personal", True)


def test_findings_quote_the_words():
    found = analyse_note(
        "Hi Maren, we met at the museum in Hull. Could you send me the reading list?"
    )
    assert [(one.label, one.quote) for one in found.findings] == [
        ("says why", "“we met at the museum in Hull.”"),
        ("recalls an encounter", "“we met”"),
        ("asks something", "“Could you send me the reading list?”"),
    ]
    assert (found.recalls, found.asks) == (True, True)


def test_placeholder_is_quoted():
    found = analyse_note("Hello %FIRSTNAME%, I see you work in learning.")
    assert [(one.label, one.quote) for one in found.findings] == [
        ("a field that was never filled in", "“%FIRSTNAME%”")
    ]


@pytest.mark.parametrize(
    "field",
    ["{first_name}", "{{firstName}}", "{{ first name }}", "${name}", "%FIRSTNAME%", "[Name]", "[First Name]",
     "[COMPANY]", "<<Company>>", "<First Name>", "*|FNAME|*", "##NAME##", "{!Contact.FirstName}", "#{name}",
     "%%first_name%%", "@@name@@", "~firstname~", "$firstname", "(first name)", "(insert company)", "&lt;name&gt;",
     "__NAME__", "___", "FIRSTNAME", "FIRST_NAME", "XXX", "firstName", "{{ first_name | default: 'there' }}"],
)  # fmt: skip
def test_unfilled_fields_are_seen(field):
    assert analyse_note(f"Hello {field}, I liked what you wrote about badges.").kind == "template"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 7*7 }}",
        "[sic]",
        "100 % sure",
        "<3",
        "a {small} set of [1] notes",
        "if x < 3 > 2",
        "size XL",
        "(company of ten)",
        "(my name is Bob)",
        "a snake_case_name",
        "$100 a name",
        "50% of my 30% share",
    ],
)
def test_brackets_of_ordinary_writing_are_no_fields(text):
    found = analyse_note(f"I liked what you wrote about badges, {text}, thank you for it.")
    assert found.kind == ("template" if "{small}" in text else "personal")


def test_pitch_with_fields_is_a_pitch():
    found = analyse_note("Hi {first_name}, we help companies like yours book more qualified leads.")
    assert found.kind == "pitch"
    assert "a field that was never filled in" in {one.label for one in found.findings}


def test_no_single_sign_makes_a_pitch():
    assert max(weight for _, weight, _ in SIGNS) < 0.6


def test_recalling_an_encounter_speaks_against_a_pitch():
    offer = "We help museums with scenarios, do you have ten minutes?"
    assert analyse_note(offer).kind == "pitch"
    assert analyse_note("It was nice meeting you at the fair in Hull. " + offer).kind == "personal"


# -- the same note from several inviters -----------------------------------------------------------------


def test_same_note_with_other_names_is_repeated():
    first = "Hi Maren, I noticed your work at Northmoor and think our paths should cross one day. Best, Bob"
    second = "hello Sam Oduya - I noticed your work at Foldvale Trust and think our paths should cross one day"
    other = "I noticed a heron on the canal behind your office this morning."
    keys = repeated_notes([first, other, second, None, ""])
    assert keys == {note_key(first)} == {note_key(second)}
    assert analyse_note(first, keys).kind == "repeated"
    assert analyse_note(other, keys).kind == "personal"
    assert analyse_note(first).kind == "personal"


@pytest.mark.parametrize("note", ["Hi Maren!", "Great talk in Leeds!", "Let's connect", None, ""])
def test_short_notes_are_never_called_repeated(note):
    assert repeated_notes([note, note, note]) == set()


def test_repeated_pitch_stays_a_pitch():
    note = "Hi Maren, we help companies like yours book more qualified leads every week."
    assert analyse_note(note, repeated_notes([note, note])).kind == "pitch"


def test_repeated_note_in_another_language_is_told():
    note = ELSEWHERE[0]
    assert analyse_note(note, repeated_notes([note, note])).kind == "repeated"
