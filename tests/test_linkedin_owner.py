"""What the export says of the owner, whom they follow and what they noted."""

from datetime import UTC, date, datetime

from relevance.sources import linkedin
from relevance.sources.archive import SourceFile
from tests.linkedin_export import profile_csv, table_csv


def read(kind, data):
    return linkedin.read(SourceFile.from_bytes("x.csv", data), f"linkedin.{kind}")


def facts(result):
    return result.accepted["owner_fact"].select("kind", "value", "detail").rows()


def test_the_profile_is_the_owner():
    data = profile_csv(
        first_name="Ana",
        last_name="Silva",
        maiden_name="Berg",
        headline="Learning, mostly",
        summary="Line one\nline two",
        industry="E-Learning",
        twitter_handles="[@AnaSilva, ana_two]",
        websites="[PERSONAL:https://ana.example/a,b,BLOG:http://blog.example]",
    )
    result = read("profile", data)
    row = result.accepted["record"].row(0, named=True)
    assert (result.read, result.rejected, row["is_owner"]) == (1, (), True)
    assert (row["name"], row["former_names"], row["company"]) == ("Ana Silva", ["Berg"], None)
    assert row["handles"] == ["x:anasilva", "x:ana_two"]
    assert facts(result) == [
        ("name", "Ana Silva", None),
        ("maiden name", "Berg", None),
        ("headline", "Learning, mostly", None),
        ("summary", "Line one\nline two", None),
        ("industry", "E-Learning", None),
        ("handle", "x:anasilva", None),
        ("handle", "x:ana_two", None),
        ("website", "https://ana.example/a,b", "personal"),
        ("website", "http://blog.example", "blog"),
    ]


def test_only_one_profile_counts():
    data = table_csv("First Name,Last Name", ("", ""), ("", "x"), ("Ben", "Okafor"))
    result = read("profile", data)
    assert result.reasons == {"empty row": 1, "more than one profile": 1}
    assert result.accepted["record"]["name"].to_list() == ["x"]


def test_positions_and_schools_hang_on_one_record_of_the_owner():
    jobs = read(
        "positions",
        table_csv(
            "Company Name,Title,Description,Location,Started On,Finished On",
            ("Fjord AS", "Trainer", "Many\nlines", "Oslo", "Mar 2019", ""),
            ("Bay Ltd", "Analyst", "", "", "2015", "Feb 2019"),
            ("", "Ghost", "", "", "2015", ""),
            ("Bay Ltd", "Analyst", "", "", "2015", "Feb 2019"),
        ),
    )
    where = jobs.accepted["position"].select("place", "started_grain", "finished_grain")
    assert where.rows() == [("Oslo", "month", None), (None, "year", "month")]
    columns = ("kind", "organisation", "title", "started_on", "finished_on", "is_current")
    assert jobs.accepted["position"].select(columns).rows() == [
        ("employer", "Fjord AS", "Trainer", date(2019, 3, 1), None, True),
        ("employer", "Bay Ltd", "Analyst", date(2015, 1, 1), date(2019, 2, 28), False),
    ]
    assert jobs.reasons == {"no value in its main column": 1, "duplicate row": 1}
    schools = read(
        "education",
        table_csv(
            "School Name,Start Date,End Date,Notes,Degree Name,Activities",
            ("Lakeside University", "2009", "2012", "", "BA, Pedagogy", ""),
            ("Hill College", "", "", "", "", ""),
        ),
    )
    assert schools.accepted["position"].select(columns).rows() == [
        *[("school", "Lakeside University", "BA, Pedagogy", date(2009, 1, 1), date(2012, 12, 31), None)],
        ("school", "Hill College", None, None, None, None),
    ]  # fmt: skip
    owners = {
        (row["record_id"], row["is_owner"])
        for result in (jobs, schools)
        for row in result.accepted["record"].to_dicts()
    }
    positions = {
        *jobs.accepted["position"]["record_id"],
        *schools.accepted["position"]["record_id"],
    }
    assert owners == {(positions.pop(), True)}


def test_skills_hashtags_and_companies_are_facts():
    skills = read("skills", table_csv("Name", ("Facilitation",), ("R, Python",), ("Facilitation",)))
    assert facts(skills) == [("skill", "Facilitation", None), ("skill", "R, Python", None)]
    assert skills.reasons == {"duplicate row": 1}
    tags = read(
        "hashtag_follows",
        table_csv(
            "HashTag,CreatedTime,LastModifiedTime,State",
            ("#learning", "2023-04-05 10:11:12", "2023-04-05 10:11:12", "Follow"),
            ("design", "", "", ""),
            ("#golf", "2023-04-05 10:11:12", "2023-04-06 10:11:12", "Unfollow"),
            end="\r\n",
        ),
    )
    assert facts(tags) == [("hashtag", "learning", None), ("hashtag", "design", None)]
    moment = datetime(2023, 4, 5, 10, 11, 12, tzinfo=UTC)
    assert tags.accepted["owner_fact"]["at"].to_list() == [moment, None]
    assert tags.reasons == {"unfollowed": 1}
    companies = read(
        "company_follows",
        table_csv("Organization,Followed On", ("Fjord AS", "Sat Sep 05 08:12:14 UTC 2026")),
    )
    assert facts(companies) == [("company follow", "Fjord AS", None)]
    assert companies.as_of == date(2026, 9, 5)


def test_addresses_that_were_never_confirmed_do_not_mark_the_owner():
    data = table_csv(
        "Email Address,Confirmed,Primary,Updated On",
        ("Ana@Example.org", "Yes", "Yes", "4/5/21, 9:07 AM"),
        ("ana@work.example", "Yes", "No", "Not Available"),
        ("typo@example.org", "No", "No", ""),
        ("nonsense", "Yes", "No", ""),
    )
    result = read("email_addresses", data)
    assert facts(result) == [
        ("email", "ana@example.org", "primary"),
        ("email", "ana@work.example", "confirmed"),
        ("email", "typo@example.org", "not confirmed"),
    ]
    row = result.accepted["record"].row(0, named=True)
    assert (row["emails"], row["is_owner"]) == (["ana@example.org", "ana@work.example"], True)
    assert result.reasons == {"no value in its main column": 1}


def test_followed_members_are_known_by_name_and_day():
    rows = (
        ("2023-04-05 10:11:12", "Active", "Dana Roe"),
        ("2022-04-05 10:11:12", "Unfollow", "Eli Poe"),
        ("2022-04-05 10:11:12", "Active", "LinkedIn Member"),
        ("2022-04-05 10:11:12", "Active", ""),
        ("2023-04-05 10:11:12", "Active", "Dana Roe"),
    )
    for name in ("FullName", "Full Name"):
        result = read("member_follows", table_csv(f"Date,Status,{name}", *rows, end="\r\n"))
        assert result.accepted["follow"].select("since", "active").rows() == [
            (date(2023, 4, 5), True),
            (date(2022, 4, 5), False),
        ]
        assert result.accepted["record"]["name"].to_list() == ["Dana Roe", "Eli Poe"]
        assert result.reasons == {
            "person hidden (LinkedIn Member)": 1,
            "no name": 1,
            "duplicate row": 1,
        }


def test_notes_are_kept_with_their_person():
    data = table_csv(
        "Connection First Name,Connection Last Name,Connection Profile URL,Note,Created On,Edited On",
        ("Dana", "Roe", "https://www.linkedin.com/in/dana", "Met in\nOslo", "2026-06-07 09:07:00 UTC", ""),
        ("Dana", "Roe", "https://www.linkedin.com/in/dana", "Asks good questions", "", ""),
        ("Eli", "Poe", "", "", "", ""),
        ("", "", "", "about nobody", "", ""),
    )  # fmt: skip
    result = read("notes", data)
    assert result.accepted["owner_note"].select("text", "created_at").rows() == [
        ("Met in\nOslo", datetime(2026, 6, 7, 9, 7, tzinfo=UTC)),
        ("Asks good questions", None),
    ]
    assert result.accepted["record"].select("name", "url").rows() == [
        ("Dana Roe", "https://www.linkedin.com/in/dana")
    ]
    assert result.reasons == {"empty note": 1, "no name": 1}
