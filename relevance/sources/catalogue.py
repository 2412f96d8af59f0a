"""What each kind of source can tell, what it cannot, and where its owner gets it."""

from dataclasses import dataclass

__all__ = ["CATALOGUE", "SourceNote", "source_note"]


@dataclass(frozen=True)
class SourceNote:
    """A kind of source in the owner's words."""

    title: str
    tells: str
    cannot: str
    obtain: str
    """Where it comes from; empty for the parts of an export that come with it."""


_LINKEDIN = "LinkedIn: Settings, Data privacy, Get a copy of your data"

CATALOGUE: dict[str, SourceNote] = {
    "linkedin": SourceNote(
        "LinkedIn export",
        "connections, invitations with their notes, messages, your profile, what you liked and commented on",
        "posts by others, who wrote what you reacted to, whether an invitation is pending or was ignored, "
        "an inviter's employer",
        _LINKEDIN,
    ),
    "linkedin.connections": SourceNote(
        "LinkedIn connections",
        "who they are, since when, employer and position on the day of the export",
        "headline, place, posts; members who hide themselves are dates only",
        "",
    ),
    "linkedin.invitations": SourceNote(
        "LinkedIn invitations",
        "who invited whom, when, with which note",
        "pending from ignored; headline and employer; the time zone",
        "",
    ),
    "linkedin.messages": SourceNote(
        "LinkedIn messages", "who wrote to whom and when", "deleted or hidden members", ""
    ),
    "linkedin.comments": SourceNote(
        "LinkedIn comments",
        "what you commented on, a rating of those posts",
        "whose posts they were, unless the posts come from another source",
        "",
    ),
    "linkedin.reactions": SourceNote(
        "LinkedIn reactions",
        "what you liked, a weak rating of those posts",
        "whose posts they were, unless the posts come from another source",
        "",
    ),
    "linkedin.page": SourceNote(
        "Saved LinkedIn pages",
        "posts with author, headline and who brought them in; invitations with headline and shared connections",
        "what lay outside the window when it was saved: scroll first; exact times of some posts",
        "open your feed or invitations, scroll down, save as 'Webpage, complete' or MHTML",
    ),
    "posts": SourceNote(
        "Table of posts",
        "who wrote what and when; with surfaced_by, who brought it in",
        "anything that its columns do not hold",
        "any collector's CSV, XLSX, JSON, JSONL or Parquet file with an author and a text column",
    ),
    "x": SourceNote(
        "X archive",
        "whom you mentioned, answered and wrote to; what you liked",
        "who mentioned you; names behind bare numbers of followers; when you liked something",
        "X: Settings, Your account, Download an archive of your data",
    ),
    "mastodon": SourceNote(
        "Mastodon archive",
        "whom you mentioned and answered, whom you follow",
        "who mentioned you; texts of what you boosted or liked",
        "your instance: Preferences, Import and export, Request your archive",
    ),
    "bluesky": SourceNote(
        "Bluesky",
        "posts and replies of a repository; feeds with authors and who reposted",
        "followers; handles inside a repository; texts of what was liked",
        "Bluesky: Settings, Account, Export my data; or a saved author feed",
    ),
    "mail": SourceNote(
        "Mail",
        "who wrote to whom and when",
        "lists, newsletters, automated and mass mail are left out on purpose",
        "Google Takeout (Mail), or any mbox, Maildir or .eml files",
    ),
    "calendar": SourceNote(
        "Calendar",
        "whom you met, for every held occurrence with at most 25 people",
        "who really came; broadcasts and rooms are left out",
        "Google Takeout (Calendar), or any .ics file",
    ),
    "contacts": SourceNote(
        "Contacts",
        "names, addresses and employers that tie one person's accounts together",
        "whether you ever talked",
        "your address book as vCard, or Google Contacts as CSV",
    ),
    "slack": SourceNote(
        "Slack export",
        "who mentioned or answered whom; direct messages where the export holds them",
        "private rooms that the export leaves out; a room alone is no encounter",
        "Slack: Workspace settings, Import and export data",
    ),
    "hipchat": SourceNote(
        "HipChat export",
        "who mentioned whom, private messages",
        "a room alone is no encounter",
        "the decrypted .tar.gz of the export",
    ),
    "feed": SourceNote(
        "Feeds",
        "what people write on their own pages; OPML names whom you read",
        "who read it, who brought it to you",
        "RSS or Atom files, or an OPML file of your reader",
    ),
    "wxr": SourceNote(
        "WordPress export",
        "who commented on which article, and who answered",
        "pending, spam and trashed comments are left out",
        "WordPress: Tools, Export, All content",
    ),
    "encounters": SourceNote(
        "Table of encounters",
        "contacts that left no export: in real life, Blab, Messenger, a phone call",
        "anything that its columns do not hold",
        "a CSV, Excel, JSON or Parquet file with a person, a channel and a date, such as data/encounters_template.csv",
    ),
    "positions": SourceNote(
        "Table of careers",
        "who was where, from when until when and in which place: what you may share with them",
        "whether you met there; anything that its columns do not hold",
        "a CSV, JSON or Excel file with a person, an employer or school, from, to and place",
    ),
}
"""By kind; the parts of the LinkedIn export that are not listed fall back to `linkedin`."""


def source_note(kind: str) -> SourceNote | None:
    """Return what is to be said of a kind of file, null for one that is not read."""
    return CATALOGUE.get(kind) or (CATALOGUE["linkedin"] if kind.startswith("linkedin.") else None)
