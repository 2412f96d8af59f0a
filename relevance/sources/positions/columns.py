"""What columns of a table of careers are called, and what their values mean."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from relevance.sources.text import normalise

__all__ = ["CANDIDATES", "is_table", "kind_of", "value_of"]

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "person": (
        "person",
        "name",
        "fullname",
        "personname",
        "who",
        "contact",
        "member",
        "profilename",
    ),
    "given": ("firstname", "givenname", "forename"),
    "family": ("lastname", "familyname", "surname"),
    "url": (
        *(
            "url",
            "profile",
            "profileurl",
            "linkedin",
            "linkedinurl",
            "personurl",
            "profilelink",
            "publicprofileurl",
        ),
        *("linkedinprofile", "linkedinprofileurl"),
    ),
    "email": ("email", "mail", "emailaddress", "mailaddress"),
    "kind": ("kind", "type", "category", "section"),
    "organisation": (
        *(
            "organisation",
            "organization",
            "org",
            "organisationname",
            "organizationname",
            "institution",
            "workplace",
        ),
        *("employerorschool", "schooloremployer", "where"),
    ),
    "employer": (
        "employer",
        "company",
        "companyname",
        "employername",
        "firm",
        "worksat",
        "workedat",
    ),
    "school": (
        *(
            "school",
            "schoolname",
            "university",
            "college",
            "universityname",
            "almamater",
            "educationalinstitution",
        ),
        "studiedat",
    ),
    "title": (
        "title",
        "role",
        "jobtitle",
        "position",
        "positiontitle",
        "job",
        "function",
        "occupation",
    ),
    "degree": (
        "degree",
        "degreename",
        "programme",
        "program",
        "course",
        "fieldofstudy",
        "subject",
        "qualification",
    ),
    "from": (
        *(
            "from",
            "start",
            "started",
            "startedon",
            "startdate",
            "since",
            "begin",
            "begindate",
            "began",
            "startyear",
        ),
        *(
            "fromdate",
            "datefrom",
            "joined",
            "joinedon",
            "startson",
            "starttime",
            "yearfrom",
            "fromyear",
            "firstday",
        ),
    ),
    "to": (
        *(
            "to",
            "end",
            "ended",
            "endedon",
            "finished",
            "finishedon",
            "finishdate",
            "enddate",
            "until",
            "till",
            "left",
        ),
        *(
            "endyear",
            "todate",
            "dateto",
            "lefton",
            "endson",
            "endtime",
            "yearto",
            "toyear",
            "lastday",
            "finish",
        ),
    ),
    "dates": (
        "dates",
        "period",
        "years",
        "daterange",
        "timeperiod",
        "duration",
        "tenure",
        "datesemployed",
        "timespan",
    ),
    "place": (
        "place",
        "location",
        "city",
        "town",
        "office",
        "site",
        "geo",
        "region",
        "worklocation",
    ),
    "current": ("current", "iscurrent", "present", "currentlyworking", "ongoing", "stillthere"),
}
"""Names in compared form, the better ones first."""

# A table with one of these is of another kind: of encounters, posts, or appointments.
_CLAIMED = frozenset(
    {
        *(
            "channel",
            "medium",
            "platform",
            "via",
            "direction",
            "initiator",
            "author",
            "authorurl",
            "authorname",
        ),
        *(
            "surfacedby",
            "connectedon",
            "sharelink",
            "sentat",
            "message",
            "content",
            "meetingorganizer",
        ),
        *("requiredattendees", "conversationid"),
    }
)
_SCHOOL_TEXT = (
    r"school|universit\w*|uni|college|education|stud(?:y|ies|ium|ied|ent)|degree|academ\w*|schule|hochschule|"
    r"ausbildung|bildung|formation|scuola|escuela|escola|opleiding|utbildning"
)
_SCHOOL_KIND = re.compile(rf"(?<![^\W_])(?:{_SCHOOL_TEXT})(?![^\W_])", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?<![^\W_])(?:b\.?a|b\.?sc|m\.?a|m\.?sc|m\.?ed|b\.?ed|mba|llb|llm|ph\.?d|bachelor\w*|master['’]?s?(?:\s+of)?|diploma?|"
    r"doctorate|gcse|a-levels?|abitur|licence|baccalaur\w*|pgce|degree|magister|staatsexamen)(?![^\W_])",
    re.IGNORECASE,
)


def is_table(names: Iterable[str]) -> bool:
    """Return whether columns of these names make a table of careers: whose, where, and from or until when."""
    held = {normalise(str(name)) for name in names}
    if held & _CLAIMED:
        return False

    def has(*targets: str) -> bool:
        return any(held & set(CANDIDATES[target]) for target in targets)

    return (
        has("person", "given", "url", "email")
        and has("organisation", "employer", "school")
        and has("from", "to", "dates")
    )


def value_of(row: Mapping[str, str], target: str) -> str:
    """Return the first filled value of a row (names in compared form) for one of `CANDIDATES`."""
    return next((row[name].strip() for name in CANDIDATES[target] if row.get(name, "").strip()), "")


def kind_of(row: Mapping[str, str]) -> Literal["employer", "school"]:
    """Return whether a row tells of a school; it tells of an employer where nothing says so.

    What the row calls it decides, then the column that the name stands in, then a degree in place of a job title.
    """
    word = value_of(row, "kind")
    if word:
        return "school" if _SCHOOL_KIND.search(word) else "employer"
    if value_of(row, "employer") or value_of(row, "school"):
        return "employer" if value_of(row, "employer") else "school"
    is_degree = value_of(row, "degree") or _DEGREE.search(value_of(row, "title"))
    return "school" if is_degree else "employer"
