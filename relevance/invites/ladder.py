"""The ladder at work: facts in, verdict out. The first rung that passes decides."""

from collections.abc import Collection

from relevance.invites.checks import Case, check, note_sentence
from relevance.invites.facts import InviteFacts, OwnerFacts
from relevance.invites.note_reading import read_note
from relevance.invites.rungs import Check, Decision, Ladder, Verdict
from relevance.invites.shared_past import shared_places
from relevance.invites.wording import joined, plain
from relevance.texts import _, marked

__all__ = ["decide"]

_DECISIONS: dict[int, Decision] = {1: "accept", 2: "accept", 3: "accept", 4: "accept", 5: "ask"}


def decide(
    facts: InviteFacts, owner: OwnerFacts, ladder: Ladder, repeated: Collection[str] = ()
) -> Verdict:
    """Return what the owner's ladder says to an invitation, and why.

    A shared employer or school whose dates are not known asks (rung 3), unless a later rung accepts; so does one
    in another place, where the owner set it so.

    Args:
        facts: what is known of the invitation and the inviter.
        owner: what is known of the owner.
        ladder: the owner's rungs.
        repeated: keys of notes that several inviters sent, from `repeated_notes`.
    """
    limits = ladder.thresholds
    note = read_note(facts, owner, limits, repeated)
    shared = shared_places(facts, owner, overlap_days=limits.overlap_days)
    case = Case(facts, owner, limits, note, shared)
    checks = {number: check(number, case) for number in ladder.order if number != 6}
    decision, rung = _outcome(case, ladder, checks)
    reasons = _reasons(case, ladder, checks, decision, rung)
    last = _last_check(case, _deciding(checks, rung))
    listed = tuple(checks.get(number, last) for number in ladder.order)
    return Verdict(decision, rung, reasons, listed, note, shared)


def _outcome(case: Case, ladder: Ladder, checks: dict[int, Check]) -> tuple[Decision, int]:
    passed = [number for number, one in checks.items() if one.result == "passed"]
    candidates = [(_DECISIONS[number], number) for number in passed]
    doubt = checks.get(3)
    if doubt and doubt.result == "could not tell" and case.doubtful:
        order = list(checks)
        accepted = any(_DECISIONS[number] == "accept" for number in passed)
        if not accepted and all(order.index(3) < order.index(number) for number in passed):
            return "ask", 3
    # Rung 5 only asks: ahead of rungs that accept it still decides, as the owner moved it there.
    if candidates:
        return candidates[0]
    return _without_any(case, ladder)


def _without_any(case: Case, ladder: Ladder) -> tuple[Decision, int]:
    if 6 not in ladder.order:
        return "ask", 5
    if nothing_known(case) and ladder.unknown == "ask":
        return "ask", 5 if 5 in ladder.order else 6
    return "decline", 6


def nothing_known(case: Case) -> bool:
    """Return whether there is nothing to judge by: no post, contact, profile, past or readable note."""
    facts = case.facts
    told = (facts.headline, facts.company, facts.position, facts.owner_note)
    scores = (facts.profile_relevance, facts.relevance)
    return not (
        any(plain(one) for one in told)
        or any(one is not None for one in scores)
        or facts.encounters
        or facts.positions
        or facts.posts > 0
        or case.note.kind in {"template", "repeated", "pitch"}
        or case.note.says_why
    )


def _deciding(checks: dict[int, Check], rung: int) -> Check | None:
    """The check that decided; null where the ladder ran out of rungs."""
    found = checks.get(rung)
    return found if found and (found.result == "passed" or rung == 3) else None


def _last_check(case: Case, deciding: Check | None) -> Check:
    if deciding:
        return Check(6, "failed", _("Rung {rung} speaks against declining.", rung=deciding.rung))
    if nothing_known(case):
        return Check(
            6, "could not tell", _nothing_sentence(case), _("A headline, a post or one contact.")
        )
    return Check(6, "passed", _none_sentence(case))


def _reasons(
    case: Case, ladder: Ladder, checks: dict[int, Check], decision: Decision, rung: int
) -> tuple[str, ...]:
    found = _deciding(checks, rung)
    if found:
        return (found.sentence, *_beside(case, found), *_doubt(found), *_also(checks, found))
    if nothing_known(case):
        return (
            _nothing_sentence(case),
            *(one.sentence for one in checks.values() if one.rung == 4 and case.facts.namesakes),
            *_readable(case),
            _setting_sentence(ladder, decision),
            *_mutual(case),
        )
    if decision == "ask":
        return (
            _none_sentence(case),
            _("You have switched declining off, so ask what they hope for."),
        )
    told = [note_sentence(case)] if 2 in checks or case.note.kind == "pitch" else []
    told += _thoughtless(case)
    told += [
        one.sentence
        for number, one in checks.items()
        if number in {3, 4, 5} and (one.evidence or one.would_tell) and one.result != "passed"
    ]
    doubts = [
        _("What would tell: {would_tell}", would_tell=one.would_tell)
        for one in checks.values()
        if one.result == "could not tell" and one.would_tell
    ]
    return (_none_sentence(case), *told, *doubts[:2], *_mutual(case))


def _beside(case: Case, found: Check) -> tuple[str, ...]:
    if case.note.kind != "pitch":
        return _spoken_of(case) if found.rung == 2 else ()
    if found.rung in {1, 4}:
        return (
            _(
                "{note_sentence} Somebody you know stays somebody you know.",
                note_sentence=note_sentence(case),
            ),
        )
    return (_("{note_sentence} It counts as no note.", note_sentence=note_sentence(case)),)


_SPOKEN_OF = {
    "mentions your role": marked("your role"),
    "mentions your organisation": marked("your organisation"),
    "mentions your objectives": marked("your objectives"),
    "mentions your work": marked("your work"),
    "mentions an event": marked("an event"),
    "mentions somebody you know": marked("somebody you know"),
    "mentions a place you share": marked("a place you share"),
}


def _spoken_of(case: Case) -> tuple[str, ...]:
    """What of the owner's a note speaks of."""
    found = [f"{_(_SPOKEN_OF[one.label])} ({one.quote})" for one in case.note.mentions]
    return (_("The note speaks of {found}.", found=joined(found)),) if found else ()


def _thoughtless(case: Case) -> tuple[str, ...]:
    """That a pitch has no thought for the owner, where there is something it could have thought of."""
    owner = case.owner
    known = owner.headline or owner.objectives or owner.positions
    if case.note.kind != "pitch" or not known:
        return ()
    return _spoken_of(case) or (_("It has no thought for your role, organisation or objectives."),)


def _doubt(found: Check) -> tuple[str, ...]:
    if found.result == "could not tell" and found.would_tell:
        return (_("What would tell: {would_tell}", would_tell=found.would_tell),)
    return ()


def _also(checks: dict[int, Check], found: Check) -> tuple[str, ...]:
    """The shared past, sure or not, where another rung decided: it may be what to write about."""
    past = checks.get(3)
    if past is None or past is found or past.result == "failed" or not past.evidence:
        return ()
    return (past.sentence,)


def _none_sentence(case: Case) -> str:
    return _("None of your reasons to accept applies to {name}.", name=case.name)


def _nothing_sentence(case: Case) -> str:
    return _("Nothing is known of {name}: neither post, encounter nor headline.", name=case.name)


def _readable(case: Case) -> tuple[str, ...]:
    """What is to be said of the note where nothing else is known."""
    sentence = note_sentence(case)
    if case.note.kind == "could_not_tell":
        return (_("{sentence} Please read it before you decide.", sentence=sentence),)
    return (sentence,)


def _setting_sentence(ladder: Ladder, decision: Decision) -> str:
    if 6 not in ladder.order:
        return _("You have switched declining off, so ask what they hope for.")
    return _("Your setting for such invitations is to {decision}.", decision=decision)


def _mutual(case: Case) -> tuple[str, ...]:
    count = case.facts.mutual_connections or 0
    if count < 1:
        return ()
    word = _("connection") if count == 1 else _("connections")
    return (
        _("You share {count} {word}, which by itself settles nothing.", count=count, word=word),
    )
