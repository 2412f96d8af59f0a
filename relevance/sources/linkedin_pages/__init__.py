"""LinkedIn pages that the owner saved from the browser: feed, activity, post, invitations, profile.

reader       does a file look like one; what it holds
recognition  } whether and
saved        } how a file is a page: HTML, or MHTML with its frames
markup       elements into lines, links and names
ember        } posts of the two generations of pages,
sdui         } each from the card that shows it
post_urns    where the newer make shows the id of a post
embedded     posts that a page carries as data
cards        cards of posts into rows of a table of posts, and those into facts
invites      the invitation manager,
invite_facts   and what its cards say as facts
profile      a person's profile
"""

from relevance.sources.linkedin_pages.reader import read
from relevance.sources.linkedin_pages.recognition import recognises

__all__ = ["read", "recognises"]
