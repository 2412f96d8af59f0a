"""Writes what else a LinkedIn export holds, with the quirks of its years; everyone is invented."""

import json
from collections.abc import Mapping, Sequence

from tests.linkedin_export import rows_csv, table_csv

ACTIVITY = "7448514963196346375"  # made on 10 April 2026, 23:39:13.942 UTC
LINK = f"https://www.linkedin.com/feed/update/urn%3Ali%3Aactivity%3A{ACTIVITY}"
UGC = "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A7448514960000000000"
GROUP = "https://www.linkedin.com/feed/update/urn%3Ali%3AgroupPost%3A4117-7448514960000000001"

COMMENTS_2023 = (
    "Date,Link,Message\r\n"
    f'2023-05-04 10:20:30,{LINK},"Well, said"\r\n'
    f"2023-05-05 10:20:30,{LINK},First line\r\n"
    "\r\n"
    "second line of it\r\n"
    f"2023-05-06 10:20:30,{UGC},Short\r\n"
    f",{UGC},No date on this one\r\n"
)
COMMENTS_2026 = (
    "Date,Link,Message\n"
    f'2026-05-04 10:20:30,{LINK},"She said \\"try it\\", and\nwe did"\n'
    f'2026-05-05 10:20:30,{LINK},"Two\n\nparagraphs"\n'
    f'2026-05-05 10:20:30,{LINK},"Two\n\nparagraphs"\n'
)
SHARES_2018 = [
    [
        *("Date", "Share Title", "Share Description", "Share Link", "Share Commentary"),
        *("Shared URL", "Media URL", "Type", "Visibility"),
    ],
    ["2018/03/04 05:06:07 UTC", "", "", UGC, "On checklists", "", "", "UPDATE", "PUBLIC"],
]
SHARES_2026 = [
    ["Date", "ShareLink", "ShareCommentary", "SharedUrl", "MediaUrl", "Visibility"],
    ["2026-04-10 23:39:13", LINK, 'Three things"\n""\n"about inductions', "", "", "PUBLIC"],
    ["2026-04-11 08:00:00", GROUP, "", "https://example.org/article", "", "MEMBER_NETWORK"],
    ["2026-04-12 08:00:00", UGC, "I agree with this", LINK, "", "MEMBER_NETWORK"],
]
AD_TARGETING = [
    [
        *("Member Age", "Company Names", "Company Follower of", "Company Names", "Member Groups"),
        *("Member Interests", "Member Skills", "Company Names", ""),
    ],
    [
        "35-54",
        "Northrail",
        "Lindby; Fenland Water",
        "",
        "L&D Connect;Rail Trainers",
        "Coaching",
        "Job aids",
        "",
        "",
    ],
]
ARTICLE = (
    "<html><head><title>On job aids</title></head><body>"
    '<h1><a href="https://www.linkedin.com/pulse/on-job-aids-maren">On job aids</a></h1>'
    '<p class="created">Created on 2024-02-03 10:11</p>'
    '<p class="published">{published}</p>'
    "<div><p>People forget &amp; that is fine.</p><p>Write it down.</p></div></body></html>"
)


def article(published: str = "Published on 2024-02-04 09:00") -> bytes:
    """Return an article; "Not published yet" makes it a draft."""
    return ARTICLE.format(published=published).encode()


def shares_2018() -> bytes:
    """Return Shares.csv of 2018: UTF-16 with a mark, tabs, every field quoted."""
    text = rows_csv(SHARES_2018[0], SHARES_2018[1:], delimiter="\t", quote_all=True, end="\r\n")
    return b"\xff\xfe" + text.encode("utf-16-le")


def snapshot(domains: Mapping[str, Sequence[Mapping[str, str]]]) -> bytes:
    """Return a member data snapshot."""
    elements = [
        {"snapshotDomain": name, "snapshotData": list(rows)} for name, rows in domains.items()
    ]
    return json.dumps({"paging": {"start": 0}, "elements": elements}).encode()


SNAPSHOT = {
    "CONNECTIONS": [
        {
            "First Name": "Ana",
            "Last Name": "Silva",
            "URL": "https://www.linkedin.com/in/ana-silva",
            "Email Address": "",
            "Company": "Fenland Water",
            "Position": "Trainer",
            "Connected On": "07 Jun 2026",
        }
    ],
    "ALL_LIKES": [{"Date": "2026-05-04 10:20:30", "Type": "LIKE", "Link": LINK}],
    "RECEIPTS": [{"Amount": "1"}, {"Amount": "2"}],
}


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "rest/2023/Comments.csv": COMMENTS_2023.encode(),
        "rest/2026/Comments_123456789.csv": COMMENTS_2026.encode(),
        "rest/2018/Shares.csv": shares_2018(),
        "rest/Shares.csv": rows_csv(SHARES_2026[0], SHARES_2026[1:]).encode(),
        "Reactions.csv": table_csv("Date,Type,Link", ("2026-05-04 10:20:30", "PRAISE", LINK)),
        "InstantReposts.csv": table_csv("Date,Link", ("2026-05-04 10:20:30", LINK)),
        "Votes.csv": table_csv("Date,Link,OptionText", ("2026-05-04 10:20:30", LINK, "Yes")),
        "Saved_Items.csv": table_csv("savedItem,CreatedTime", (LINK, "2026-05-04 10:20:30")),
        "saved_articles.csv": table_csv("Saved At,Link,Name", ("2026-05-04", LINK, "On job aids")),
        "Recommendations_Given.csv": table_csv(
            "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
            ("Ana", "Silva", "Fenland Water", "Trainer", "A fine trainer", "05/04/26, 09:07 AM", "VISIBLE"),
        ),
        "Recommendations_Received.csv": table_csv(
            "First Name,Last Name,Company,Job Title,Text,Creation Date,Status",
            ("Ben", "Okafor", "Lindby", "Clerk", "She listens", "05/04/26, 09:07 PM", ""),
        ),
        "Endorsement_Given_Info.csv": table_csv(
            "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,Endorsee Public Url,Endorsement Status",
            ("2024/05/04 10:20:30 UTC", "Job aids", "Ana", "Silva", "www.linkedin.com/in/ana-silva", "ACCEPTED"),
        ),
        "Endorsement_Received_Info.csv": table_csv(
            "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,Endorsement Status",
            ("2022/05/04 10:20:30 UTC", "Coaching", "Ben", "Okafor", "ACCEPTED"),
        ),
        "ImportedContacts.csv": table_csv(
            "FirstName,MiddleName,LastName,MaidenName,NickName,NamePrefix,NameSuffix,Title,Emails,PhoneNumbers,"
            "CreatedAt,UpdatedAt,CountryCode,RegionCode,ThirdPartyVerified,Location",
            *[("Ana", "", "Costa", "Silva", "", "", "", "Lead", "ana@example.org", "", "", "", "", "", "", "")],
        ),
        "Contacts.csv": table_csv(
            "Source,FirstName,LastName,Companies,Title,Emails,PhoneNumbers,CreatedAt,Addresses,Sites,"
            "InstantMessageHandles,FullName,Birthday,Location,BookmarkedAt,Profiles",
            ("", "Ben", "Okafor", "Lindby  Alpha", "Clerk", "ben@example.org; b.okafor@lindby.example", "",
             "5/4/21, 9:07 AM", "", "", "", "Ben Okafor", "", "", "", ""),
        ),
        "Ad_Targeting.csv": rows_csv(AD_TARGETING[0], AD_TARGETING[1:]).encode(),
        "Events.csv": table_csv(
            "Event Name,Event Time,Status,External Url",
            ("Rail Learning Day", "Apr 12, 2026 08:00 AM - Apr 12, 2026 05:00 PM", "APPROVED", ""),
        ),
        "Profile Summary.csv": table_csv("Profile Summary", ("I help people learn at work.",)),
        "Member Hashtags.csv": table_csv("Member Posts About Hashtags", ("#learning",)),
        "Articles/on-job-aids.html": article(),
        "snapshot.json": snapshot(SNAPSHOT),
    }  # fmt: skip
