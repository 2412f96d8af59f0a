"""What it would change if two people were one: what the one adds to the other, and what becomes of an invitation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from relevance.config import Settings
from relevance.pipeline.inviting import Advice, advise
from relevance.pipeline.scores import Scores
from relevance.store import Store
from relevance.texts import _, marked, number

__all__ = ["Change", "Holdings", "changes_if_one", "holdings"]

_POSTS = {
    "x": ("tweet", "tweets"),
    "mastodon": (marked("Mastodon post"), marked("Mastodon posts")),
    "bluesky": (marked("Bluesky post"), marked("Bluesky posts")),
    "linkedin": (marked("LinkedIn post"), marked("LinkedIn posts")),
}
_CONTACTS = {
    "mail": ("mail", "mails"),
    "meeting": ("meeting", "meetings"),
    "linkedin message": (marked("LinkedIn message"), marked("LinkedIn messages")),
    "x mention": (marked("mention on X"), marked("mentions on X")),
    "x reply": (marked("reply on X"), marked("replies on X")),
    "x message": (marked("message on X"), marked("messages on X")),
    "x like": (marked("like on X"), marked("likes on X")),
}


@dataclass(frozen=True)
class Holdings:
    """How much is known of one person."""

    posts: Mapping[str, int]
    """By network."""
    contacts: Mapping[str, int]
    """By channel."""
    is_connected: bool
    is_inviter: bool

    @property
    def total(self) -> int:
        """Posts and contacts together."""
        return sum(self.posts.values()) + sum(self.contacts.values())


@dataclass(frozen=True)
class Change:
    """What a link of two people would change."""

    main_id: str
    """Whose page it is: an inviter's, else a connection's, else that of whom more is known."""
    other_id: str
    """Who would be added to it."""
    adds: Mapping[str, int]
    """What the other adds, by what it is called."""
    invite_id: str | None
    """The pending invitation that hangs on it."""
    before: Advice | None
    """What the ladder says of it today."""
    after: Advice | None
    """What it would say."""
    sentence: str

    @property
    def alters_invite(self) -> bool:
        """Whether the invitation would be answered otherwise."""
        return bool(self.before and self.after and self.before.decision != self.after.decision)

    @property
    def matters(self) -> bool:
        """Whether anything hangs on it: an invitation, a contact or a post."""
        return self.invite_id is not None or bool(self.adds)


def holdings(store: Store, invited: Sequence[str]) -> Mapping[str, Holdings]:
    """Return how much is known of each person, by id; whoever is in no row has nothing.

    Args:
        store: where facts are.
        invited: ids of those whose invitation is pending.
    """
    posts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = store.frame(
        "SELECT author_id, coalesce(network, 'linkedin') AS network, count(*) FROM feed_post GROUP BY ALL ORDER BY ALL"
    )
    for person_id, network, count in rows.iter_rows():
        posts[person_id][network] = count
    contacts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = store.frame("SELECT person_id, channel, count(*) FROM contact GROUP BY ALL ORDER BY ALL")
    for person_id, channel, count in rows.iter_rows():
        contacts[person_id][channel] = count
    connected = set(
        store.frame(
            "SELECT DISTINCT person_id FROM connection JOIN person_link USING (record_id) WHERE state = 'linked'"
        )["person_id"]
    )
    waiting = set(invited)
    people = {*posts, *contacts, *connected, *waiting}
    found = {
        one: Holdings(posts.get(one, {}), contacts.get(one, {}), one in connected, one in waiting)
        for one in people
    }
    return defaultdict(lambda: Holdings({}, {}, is_connected=False, is_inviter=False), found)


def changes_if_one(
    store: Store,
    settings: Settings,
    pairs: Sequence[tuple[str, str]],
    scores: Scores,
) -> dict[tuple[str, str], Change]:
    """Return for each pair of person ids what it would change if they were one; the ladder is asked with both's facts.

    Args:
        store: where facts are.
        settings: what the ladder follows.
        pairs: pairs of person ids.
        scores: the scores to forecast with.
    """
    before = {one.person_id: one for one in advise(store, scores, settings)}
    held = holdings(store, list(before))
    ends = {pair: _main_first(*pair, held) for pair in pairs}
    after = _verdicts(store, settings, scores, [one for one in ends.values() if one[0] in before])
    return {
        pair: _change(main, other, held, before.get(main), after.get((main, other)))
        for pair, (main, other) in ends.items()
    }


def _main_first(left: str, right: str, held: Mapping[str, Holdings]) -> tuple[str, str]:
    def rank(person_id: str) -> tuple[bool, bool, int, str]:
        one = held[person_id]
        return not one.is_inviter, not one.is_connected, -one.total, person_id

    first, second = sorted((left, right), key=rank)
    return first, second


def _verdicts(
    store: Store, settings: Settings, scores: Scores, pairs: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Advice]:
    """Ask the ladder once for each round; in a round every inviter is taken together with one other."""
    waiting: dict[str, list[str]] = defaultdict(list)
    for inviter, other in dict.fromkeys(pairs):
        waiting[inviter].append(other)
    found = {}
    while waiting:
        chosen = {inviter: others.pop() for inviter, others in waiting.items()}
        for one in advise(store, scores, settings, as_one=chosen):
            if one.person_id in chosen:
                found[one.person_id, chosen[one.person_id]] = one
        waiting = defaultdict(list, {inviter: rest for inviter, rest in waiting.items() if rest})
    return found


def _change(
    main: str,
    other: str,
    held: Mapping[str, Holdings],
    before: Advice | None,
    after: Advice | None,
) -> Change:
    added = held[other]
    adds: dict[str, int] = defaultdict(int)
    for network, count in added.posts.items():
        adds[_called(_POSTS.get(network, (marked("post"), marked("posts"))), count)] += count
    for channel, count in added.contacts.items():
        adds[
            _called(
                _CONTACTS.get(
                    channel, (marked("contact by {channel}"), marked("contacts by {channel}"))
                ),
                count,
                channel=channel,
            )
        ] += count
    listed = dict(sorted(adds.items(), key=lambda one: (-one[1], one[0])))
    invite = before.invite_id if before else None
    sentence = _sentence(listed, before, after, connected=added.is_connected and before is not None)
    return Change(main, other, listed, invite, before, after, sentence)


def _called(words: tuple[str, str], count: int, **values: str) -> str:
    return _(words[count != 1], **values)


def _sentence(
    adds: Mapping[str, int], before: Advice | None, after: Advice | None, *, connected: bool
) -> str:
    told = [f"{number(count)} {name}" for name, count in adds.items()]
    listed = _(" and ").join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    first = _("adds {listed}", listed=listed) if listed else _("adds no post and no contact")
    if connected:
        return _("{first}; the invite is no longer pending: you are connected", first=first)
    if before is None or after is None:
        return first
    if before.decision == after.decision:
        return _("{first}; the invite stays: {decision}", first=first, decision=_(after.decision))
    return _("{first}; the invite becomes: {decision}", first=first, decision=_(after.decision))
