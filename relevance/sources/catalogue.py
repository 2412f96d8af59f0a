"""What each kind of source can tell, what it cannot, and where its owner gets it."""

from dataclasses import dataclass

from relevance.texts import marked

__all__ = ["CATALOGUE", "SourceNote", "source_note"]


@dataclass(frozen=True)
class SourceNote:
    """A kind of source in the owner's words."""

    title: str
    tells: str
    cannot: str
    obtain: str
    """Where it comes from; empty for the parts of an export that come with it."""


_LINKEDIN = marked("LinkedIn: Settings, Data privacy, Get a copy of your data")

CATALOGUE: dict[str, SourceNote] = {
    "linkedin": SourceNote(
        marked("LinkedIn export"),
        marked(
            "connections, invitations with their notes, messages, your profile, what you liked "
            "and commented on"
        ),
        marked(
            "posts by others, who wrote what you reacted to, whether an invitation is pending or "
            "was ignored, an inviter's employer"
        ),
        _LINKEDIN,
    ),
    "linkedin.connections": SourceNote(
        marked("LinkedIn connections"),
        marked("who they are, since when, employer and position on the day of the export"),
        marked("headline, place, posts; members who hide themselves are dates only"),
        "",
    ),
    "linkedin.invitations": SourceNote(
        marked("LinkedIn invitations"),
        marked("who invited whom, when, with which note"),
        marked("pending from ignored; headline and employer; the time zone"),
        "",
    ),
    "linkedin.messages": SourceNote(
        marked("LinkedIn messages"),
        marked("who wrote to whom and when"),
        marked("deleted or hidden members"),
        "",
    ),
    "linkedin.comments": SourceNote(
        marked("LinkedIn comments"),
        marked("what you commented on, a rating of those posts"),
        marked("whose posts they were, unless the posts come from another source"),
        "",
    ),
    "linkedin.reactions": SourceNote(
        marked("LinkedIn reactions"),
        marked("what you liked, a weak rating of those posts"),
        marked("whose posts they were, unless the posts come from another source"),
        "",
    ),
    "linkedin.page": SourceNote(
        marked("Saved LinkedIn pages"),
        marked(
            "posts with author, headline and who brought them in; invitations with headline and "
            "shared connections"
        ),
        marked(
            "what lay outside the window when it was saved: scroll first; exact times of some posts"
        ),
        marked("open your feed or invitations, scroll down, save as 'Webpage, complete' or MHTML"),
    ),
    "posts": SourceNote(
        marked("Table of posts"),
        marked("who wrote what and when; with surfaced_by, who brought it in"),
        marked("anything that its columns do not hold"),
        marked(
            "any collector's CSV, XLSX, JSON, JSONL or Parquet file with an author and a text "
            "column"
        ),
    ),
    "x": SourceNote(
        marked("X archive"),
        marked("whom you mentioned, answered and wrote to; what you liked"),
        marked(
            "who mentioned you; names behind bare numbers of followers; when you liked something"
        ),
        marked("X: Settings, Your account, Download an archive of your data"),
    ),
    "mastodon": SourceNote(
        marked("Mastodon archive"),
        marked("whom you mentioned and answered, whom you follow"),
        marked("who mentioned you; texts of what you boosted or liked"),
        marked("your instance: Preferences, Import and export, Request your archive"),
    ),
    "bluesky": SourceNote(
        marked("Bluesky"),
        marked("posts and replies of a repository; feeds with authors and who reposted"),
        marked("followers; handles inside a repository; texts of what was liked"),
        marked("Bluesky: Settings, Account, Export my data; or a saved author feed"),
    ),
    "mail": SourceNote(
        marked("Mail"),
        marked("who wrote to whom and when"),
        marked("lists, newsletters, automated and mass mail are left out on purpose"),
        marked("Google Takeout (Mail), or any mbox, Maildir or .eml files"),
    ),
    "calendar": SourceNote(
        marked("Calendar"),
        marked("whom you met, for every held occurrence with at most 25 people"),
        marked("who really came; broadcasts and rooms are left out"),
        marked("Google Takeout (Calendar), or any .ics file"),
    ),
    "contacts": SourceNote(
        marked("Contacts"),
        marked("names, addresses and employers that tie one person's accounts together"),
        marked("whether you ever talked"),
        marked("your address book as vCard, or Google Contacts as CSV"),
    ),
    "slack": SourceNote(
        marked("Slack export"),
        marked("who mentioned or answered whom; direct messages where the export holds them"),
        marked("private rooms that the export leaves out; a room alone is no encounter"),
        marked("Slack: Workspace settings, Import and export data"),
    ),
    "hipchat": SourceNote(
        marked("HipChat export"),
        marked("who mentioned whom, private messages"),
        marked("a room alone is no encounter"),
        marked("the decrypted .tar.gz of the export"),
    ),
    "feed": SourceNote(
        marked("Feeds"),
        marked("what people write on their own pages; OPML names whom you read"),
        marked("who read it, who brought it to you"),
        marked("RSS or Atom files, or an OPML file of your reader"),
    ),
    "wxr": SourceNote(
        marked("WordPress export"),
        marked("who commented on which article, and who answered"),
        marked("pending, spam and trashed comments are left out"),
        marked("WordPress: Tools, Export, All content"),
    ),
    "encounters": SourceNote(
        marked("Table of encounters"),
        marked("contacts that left no export: in real life, Blab, Messenger, a phone call"),
        marked("anything that its columns do not hold"),
        marked(
            "a CSV, Excel, JSON or Parquet file with a person, a channel and a date, such as "
            "data/encounters_template.csv"
        ),
    ),
    "positions": SourceNote(
        marked("Table of careers"),
        marked(
            "who was where, from when until when and in which place: what you may share with them"
        ),
        marked("whether you met there; anything that its columns do not hold"),
        marked(
            "a CSV, JSON or Excel file with a person, an employer or school, from, to and place"
        ),
    ),
}
"""By kind; the parts of the LinkedIn export that are not listed fall back to `linkedin`."""


def source_note(kind: str) -> SourceNote | None:
    """Return what is to be said of a kind of file, null for one that is not read."""
    return CATALOGUE.get(kind) or (CATALOGUE["linkedin"] if kind.startswith("linkedin.") else None)
