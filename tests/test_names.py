"""Names, profile URLs and handles in the form in which they are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relevance.names import (
    comparable_name,
    former_names,
    is_credential,
    profile_slug,
    profile_url,
    website_of,
)

ANY_TEXT = st.text(alphabet=st.characters())
# Pieces that meet in real names, so that they meet in every order here.
NAME_LIKE = st.lists(
    st.sampled_from(
        [
            *(
                "Ana",
                "Silva",
                "ANA",
                "MA",
                "M.A.",
                "MEd",
                "PhD",
                "Dr.",
                "med.",
                "Jr.",
                "van",
                "der",
            ),
            *(",", " ", "  ", "|", "-", "(", ")", '"', "“", "/", "’", ".", "née", "nee", "she/her"),
            *("🚀", "™", "\u200d", "\u202e", "é", "e\u0301", "ß", "İ", "ł", "नि", "が", "\ud800"),
        ]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Ana Silva", "ana silva"),
        ("  ana\t SILVA\n", "ana silva"),
        # letters after the name, and titles before it
        ("Ana Silva, PhD", "ana silva"),
        ("Ana Silva, Ph.D., SHRM-SCP", "ana silva"),
        ("Ana Silva CPA, CFA", "ana silva"),
        ("Ana Silva M.A.", "ana silva"),
        ("Ana Silva MA MBA", "ana silva"),
        ("Ana Silva, FXYZ", "ana silva"),
        ("Dr. Ana Silva MEd", "ana silva"),
        ("Prof. Dr. med. Ana Silva", "ana silva"),
        ("Ana Silva Jr.", "ana silva"),
        ("Ana Silva, Head of Learning", "ana silva"),
        ("Ana Silva | Learning Coach", "ana silva"),
        ("Ana Silva – Learning Coach", "ana silva"),
        ("Ana Silva she/her", "ana silva"),
        ("Ana Silva (she/her/hers)", "ana silva"),
        # letters that are names
        ("Jack Ma", "jack ma"),
        ("JACK MA", "jack ma"),
        ("MA, YO YO", "yo yo ma"),
        ("Ali Ben Med", "ali ben med"),
        ("Abdul Karim Md", "abdul karim md"),
        ("MBA", "mba"),
        ("Dr.", "dr"),
        # turned round
        ("Silva, Ana", "ana silva"),
        ("SILVA, ANA", "ana silva"),
        ("Silva, Ana, PhD", "ana silva"),
        ("van der Berg, Jan", "jan van der berg"),
        ("DE LA CRUZ, MARIA", "maria de la cruz"),
        (", Ana", "ana"),
        ("Ana,", "ana"),
        # brackets
        ("Ana (Annie) Silva", "ana silva"),
        ("Ana “Annie” Silva", "ana silva"),
        ("Ana Silva (née Berg)", "ana silva"),
        ("Ana Silva née Berg", "ana silva"),
        ("(Ana Silva)", "ana silva"),
        ('"Ana" Silva', "ana silva"),
        ("Tan Nee Soon", "tan nee soon"),
        # emoji and signs
        ("🚀 Ana Silva 🇧🇷 ✓", "ana silva"),
        ("Ana Silva™", "ana silva"),
        ("👩‍🏫", ""),
        # accents and scripts
        ("João", "joao"),
        ("Joa\u0303o", "joao"),
        ("Łukasz Żak", "lukasz zak"),
        ("Søren Straße", "soren strasse"),
        ("İpek Öz", "ipek oz"),
        ("𝐀𝐧𝐚 Ｓｉｌｖａ", "ana silva"),
        ("Jean‑Luc O’Brien", "jean-luc o'brien"),
        ("Алёна", "алена"),
        ("王小明", "王小明"),
        ("हिन्दी", "हिन्दी"),
        ("がく", "がく"),
        ("한글 이름", "한글 이름"),
        # hostile
        ("\u202eana silva", "ana silva"),
        ("ana\x00 silva", "ana silva"),
        ("<b>Ana</b>", "b ana b"),
        ("\ud800", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_names_are_compared_without_what_is_not_name(written: str | None, compared: str) -> None:
    assert comparable_name(written) == compared


@settings(deadline=None)
@given(st.one_of(ANY_TEXT, NAME_LIKE))
def test_a_name_in_comparable_form_stays_as_it_is(text: str) -> None:
    compared = comparable_name(text)
    assert comparable_name(compared) == compared
    assert compared == " ".join(compared.split())


@settings(deadline=None)
@given(st.one_of(ANY_TEXT, NAME_LIKE))
def test_no_text_is_too_strange(text: str) -> None:
    assert all(one.strip() == one != "" for one in former_names(text))
    url = profile_url(text)
    assert profile_url(url) == url
    assert website_of(text) in {None, text.strip()}


def test_a_very_long_name_takes_no_time() -> None:
    assert comparable_name("(" * 100_000) == ""
    assert comparable_name("née " * 20_000 + "x")[:1] == "n"
    assert former_names("(née " * 20_000) == []


@pytest.mark.parametrize(
    ("written", "former"),
    [
        ("Ana Silva (née Berg)", ["Berg"]),
        ("Ana Silva (nee Berg)", ["Berg"]),
        ("Ana Silva (NÉE BERG)", ["BERG"]),
        ("Ana Silva (ne\u0301e Berg)", ["Berg"]),
        ("Ana Silva [formerly: Ana Berg]", ["Ana Berg"]),
        ("Ana Silva (née van der Berg), PhD", ["van der Berg"]),
        ("Ana Silva née Berg, PhD", ["Berg"]),
        ("Ana Silva née Berg MBA", ["Berg"]),
        ("Ana Silva (geb. Berg)", ["Berg"]),
        ("Ana Silva (Annie)", []),
        ("Tan Nee Soon", []),
        ("Max Born Smith", []),
        ("Ana Silva", []),
        (None, []),
    ],
)
def test_former_names_are_those_that_are_said_to_be(written: str | None, former: list) -> None:
    assert former_names(written) == former


@pytest.mark.parametrize(
    "url",
    [
        "ana-silva",
        "Ana-Silva",
        "in/ana-silva",
        "/in/ana-silva",
        "/in/ana-silva/",
        "linkedin.com/in/ana-silva",
        "www.linkedin.com/in/ana-silva",
        "//www.linkedin.com/in/ana-silva",
        "http://linkedin.com/in/ana-silva",
        "https://www.linkedin.com/in/Ana-Silva/",
        "https://www.linkedin.com/in/ana-silva?miniProfileUrn=urn%3Ali%3Afs_miniProfile%3AACoAAB12",
        "https://www.linkedin.com/in/ana-silva/en#top",
        "https://www.linkedin.com/in/ana%2Dsilva",
        "https://de.linkedin.com/in/ana-silva",
        "https://m.linkedin.com/mwlite/in/ana-silva",
        "HTTPS://WWW.LINKEDIN.COM/IN/ANA-SILVA",
        "  https://www.linkedin.com/in/ana-silva\u200b ",
    ],
)
def test_every_form_of_a_profile_url_is_one(url: str) -> None:
    assert profile_slug(url) == "in:ana-silva"
    assert profile_url(url) == "https://www.linkedin.com/in/ana-silva"


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://www.linkedin.com/in/%E7%8E%8B", "in:王"),
        ("https://www.linkedin.com/in/王", "in:王"),
        ("https://www.linkedin.com/in/jos%C3%A9", "in:josé"),
        ("https://www.linkedin.com/in/jose%CC%81", "in:josé"),
        ("https://www.linkedin.com/company/Acme/posts/", "company:acme"),
        ("https://www.linkedin.com/school/acme", "school:acme"),
        ("https://www.linkedin.com/showcase/acme", "showcase:acme"),
        # The old public form names nobody without its numbers: Ana Silvas are many.
        ("https://www.linkedin.com/pub/ana-silva/1/2a/3b4", "in:ana-silva-3b402a1"),
        ("https://www.linkedin.com/pub/ana-silva", "in:ana-silva"),
        ("https://www.linkedin.com/in/ACoAAB12xY-z", "member:ACoAAB12xY-z"),
        ("/in/ACoAAB12xY-z?x=1", "member:ACoAAB12xY-z"),
        ("ACoAAB12xY-z", "member:ACoAAB12xY-z"),
        ("https://www.linkedin.com/in/a%2Fb", "in:a%2fb"),
        ("https://mastodon.example/@Ana/", "web:mastodon.example/@Ana"),
        ("https://www.facebook.com/profile.php?id=7", "web:facebook.com/profile.php?id=7"),
        ("https://linkedin.com.example.org/in/ana", "web:linkedin.com.example.org/in/ana"),
    ],
)
def test_other_addresses_keep_what_tells_them_apart(url: str, slug: str) -> None:
    assert profile_slug(url) == slug


def test_a_member_id_is_no_profile_url() -> None:
    assert profile_url("https://www.linkedin.com/in/ACoAAB12xY-z") is None


@pytest.mark.parametrize(
    "url",
    [
        *(None, "", "  ", "-", "#", "N/A", "null", "None", "unknown", "@ana", "ana silva", "ana/"),
        *("ana@example.org", "https://ana@evil.example/in/x", "javascript:alert(1)", "https://"),
        *("https://[::1", "urn:li:member:12", "https://www.linkedin.com/feed/update/x"),
        *("https://www.linkedin.com/in/", "https://www.linkedin.com/", "file:///etc/passwd"),
    ],
)
def test_what_names_no_profile_is_none(url: str | None) -> None:
    assert profile_slug(url) is None
    assert profile_url(url) is None


@pytest.mark.parametrize("word", ["PhD", "Ph.D.", "MBA,", "M.A.", "MA", "MEd", "SHRM-CP"])
def test_letters_that_say_what_someone_holds(word: str) -> None:
    assert is_credential(word)


@pytest.mark.parametrize("word", ["Ma", "Med", "Md", "Silva", "ANA", ""])
def test_names_are_no_credentials(word: str) -> None:
    assert not is_credential(word)


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("example.org", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://www.linkedin.com@evil.example/", False),
        ("https://example.org/a b", False),
        ("https://localhost", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_offered_as_links(url: str | None, offered: bool) -> None:
    assert website_of(url) == (url if offered else None)


WORDS = st.sampled_from(
    [
        "Dr",
        "Ana",
        "PhD",
        "MA",
        "mr",
        "Ma",
        "II",
        "she",
        "rev",
        "X_1",
        "A1",
        "Nee",
        "jr",
        "O'B",
        "_x",
        "9a",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
def test_the_short_way_for_plain_names_changes_nothing(name: str) -> None:
    # A blank in front is dropped, and the short way with it.
    assert comparable_name(name) == comparable_name(f" {name}")


@given(
    st.sampled_from(["https://", "http://", "HTTPS://"]),
    st.sampled_from(
        ["www.linkedin.com", "linkedin.com", "de.linkedin.com", "www.linkedin.com.example"]
    ),
    st.sampled_from(["/in/", "/pub/", "/company/", "//in/"]),
    st.lists(st.sampled_from(["ana", "-", "7", "Silva", "/", "ACoAAAB", "%20", "é"]), max_size=5),
)
def test_the_short_way_for_plain_profiles_changes_nothing(
    scheme: str, host: str, kind: str, tail: list[str]
) -> None:
    # A query is dropped, and the short way with it.
    url = f"{scheme}{host}{kind}{''.join(tail)}"
    assert profile_slug(url) == profile_slug(f"{url}?q=1")
