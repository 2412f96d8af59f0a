"""Records made many at once are those that are made one by one."""

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from relevance.sources.people import person_record
from relevance.sources.plain_records import is_plain, plain_records

WORDS = [
    "Ana",
    "née",
    "Né",
    "nee",
    "Nee",
    "NÉE",
    "formerly",
    "geb.",
    "O'Neil",
    "van",
    "José",
    "Ольга",
    "李",
    "J.",
]
ODD = [
    "(née",
    "Berg)",
    "Silva,",
    "PhD",
    "ŉée",
    "ﬁ",
    "a\u0301",
    "🙂",
    "Ana\u2003Silva",
    "ｎｅｅ",
    "",
    "née\u00a0Berg",
]
SLUGS = ["ana-silva", "ANA", "zo%C3%AB", "ACoAAB1234567", "ana/", "ana?trk=1", "null", "", "x" * 50]
HOSTS = [
    "https://www.linkedin.com/in/",
    "http://linkedin.com/in/",
    "https://de.linkedin.com/in/",
    "",
    "www.linkedin.com/in/",
]


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from([*WORDS, *ODD]) | st.text(max_size=6), max_size=4).map(
                " ".join
            ),
            st.tuples(st.sampled_from(HOSTS), st.sampled_from(SLUGS)).map("".join),
        ),
        max_size=8,
    )
)
@example(
    [
        ("Ana née Berg", "https://www.linkedin.com/in/ana"),
        ("Ana Silva", "http://linkedin.com/in/ana/"),
    ]
)
def test_plain_people_get_the_record_that_one_alone_gets(people):
    stripped = [(name.strip(), url.strip()) for name, url in people]
    rows = pl.DataFrame(stripped, schema={"full": pl.String, "url": pl.String}, orient="row")
    plain = rows.filter(is_plain("full", "url"))
    made = plain_records("linkedin.connections", plain, name="full", url="url")
    expected = [
        person_record("linkedin.connections", name, url=url) for name, url in plain.iter_rows()
    ]
    assert made.drop("full").to_dicts() == [
        {column: one[column] for column in made.columns if column != "full"} for one in expected
    ]


def test_usual_people_are_plain_and_those_with_more_to_tell_are_not():
    url = "https://www.linkedin.com/in/ana-silva-12"
    names = [
        "Ana Silva",
        "José O'Neil",
        "Ольга Петрова",
        "Ana née Berg",
        "Ana Silva, PhD",
        "Ana (Berg)",
        "",
    ]
    rows = pl.DataFrame({"full": names, "url": [url] * len(names)})
    assert rows.select(is_plain("full", "url")).to_series().to_list() == [True] * 3 + [False] * 4
