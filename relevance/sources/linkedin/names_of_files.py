"""Which file of a LinkedIn export a name stands for, whatever suffixes the years have added."""

import re
from pathlib import PurePosixPath

from relevance.sources.text import normalise

__all__ = ["FILE_KINDS", "is_look_alike", "is_private", "kind_of_name", "says_nothing"]

FILE_KINDS = {
    "connections": "linkedin.connections",
    "invitations": "linkedin.invitations",
    "messages": "linkedin.messages",
    "profile": "linkedin.profile",
    "positions": "linkedin.positions",
    "education": "linkedin.education",
    "skills": "linkedin.skills",
    "hashtagfollows": "linkedin.hashtag_follows",
    "companyfollows": "linkedin.company_follows",
    "memberfollows": "linkedin.member_follows",
    "notes": "linkedin.notes",
    "emailaddresses": "linkedin.email_addresses",
    "comments": "linkedin.comments",
    "shares": "linkedin.shares",
    "reactions": "linkedin.reactions",
    "instantreposts": "linkedin.instant_reposts",
    "votes": "linkedin.votes",
    "saveditems": "linkedin.saved_items",
    "savedarticles": "linkedin.saved_articles",
    "recommendationsgiven": "linkedin.recommendations_given",
    "recommendationsreceived": "linkedin.recommendations_received",
    "endorsementgiveninfo": "linkedin.endorsements_given",
    "endorsementreceivedinfo": "linkedin.endorsements_received",
    "importedcontacts": "linkedin.contacts",
    "contacts": "linkedin.contacts",
    "adtargeting": "linkedin.ad_targeting",
    "events": "linkedin.events",
    "profilesummary": "linkedin.profile_summary",
    "memberhashtags": "linkedin.member_hashtags",
}

# Where the owner logged in from, what they paid or searched for, which jobs they want and how to ring them is nobody's
# business here.
_PRIVATE = {
    "accountstatushistory",
    "adsclicked",
    "inferencesaboutyou",
    "jobapplicantsavedanswers",
    "jobapplicantsavedscreeningquestionresponses",
    "jobapplications",
    "jobseekerpreferences",
    "lanadsengagement",
    "logins",
    "phonenumbers",
    "privateidentityasset",
    "registration",
    "savedjobalerts",
    "savedjobs",
    "searches",
    "searchqueries",
    "securitychallengepipe",
    "securitychallenges",
    "verifications",
    "whatsappnumbers",
    "whatsappphonenumbers",
}
# Other tools use these names too, so they are looked into first.
_SAYS_NOTHING = {
    "calendar",
    "causesyoucareabout",
    "certifications",
    "courses",
    "honors",
    "languages",
    "learning",
    "onlinejobpostings",
    "organizations",
    "patents",
    "projects",
    "publications",
    "reviews",
    "richmedia",
    "testscores",
    "volunteering",
    "volunteeringexperiences",
}
_ENDS = (".csv", ".tsv", ".txt", ".xlsx")
# A member id, a part number or the "(1)" of a second download; several may follow one another.
_SUFFIX = re.compile(r"(?:_\d{6,12}|_\d{1,2}|\s*\(\d{1,3}\))$")


def kind_of_name(name: str) -> str | None:
    """Return the kind of the file that `name` (with or without folders) stands for, or null.

    Names are compared as wholes: `learning_coach_messages.csv` is not `messages.csv`.
    """
    return FILE_KINDS.get(_plain(name))


def is_private(name: str) -> bool:
    """Return whether `name` is a file that is left alone because of what it says of the owner."""
    plain = _plain(name)
    return plain in _PRIVATE or plain.startswith("receipts")


def says_nothing(name: str) -> bool:
    """Return whether `name` is a file of the export that tells of no person, no post and no encounter."""
    return _plain(name) in _SAYS_NOTHING


def is_look_alike(name: str) -> bool:
    """Return whether `name` is a chat with one of LinkedIn's assistants, in the messages' shape."""
    plain = _plain(name)
    return plain != "messages" and plain.endswith("messages")


def _plain(name: str) -> str:
    base = PurePosixPath(name.replace("\\", "/")).name.casefold()
    if not base.endswith(_ENDS):
        return ""
    base = base.rpartition(".")[0]
    while (shorter := _SUFFIX.sub("", base)) != base:
        base = shorter
    return normalise(base)
