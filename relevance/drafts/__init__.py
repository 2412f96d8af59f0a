"""The message that goes with a decision, from templates that the owner may change.

A template is plain text with Jinja in it. Names, notes and headlines are data: whatever they contain
comes out as written and is never run. A template may use the variables of `VARIABLES`, each null where
it is not known, and two functions: `gap("...")` for what the owner has to add, and `pick("...", "...")`
for one of several wordings, always the same one for the same invitation.
"""

from relevance.drafts.checking import check_template
from relevance.drafts.kinds import KINDS, VARIABLES, DraftKind, kind_for
from relevance.drafts.values import Occasion, first_name
from relevance.drafts.writing import Draft, draft

__all__ = [
    "KINDS",
    "VARIABLES",
    "Draft",
    "DraftKind",
    "Occasion",
    "check_template",
    "draft",
    "first_name",
    "kind_for",
]
