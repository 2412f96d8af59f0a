"""The same name: joined where it can mean one person only, never where that is a guess."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from relevance.identity.groups import Group, How
from relevance.identity.networks import networks_of

__all__ = ["join_by_name", "join_dated_namesakes"]

_SAME_NAME = 0.9


def join_dated_namesakes(groups: Sequence[Group]) -> None:
    """Join connections of one name and day that several exports tell apart only by what they hide.

    An older export has no URLs, and an e-mail address stands in one export and is hidden in the next.
    """
    held: dict[tuple[str, object], dict[int, Group]] = defaultdict(dict)
    for group in groups:
        for day in _days_of(group):
            held[day][id(group)] = group
    for name_and_day, same in sorted(held.items()):
        there = [group for group in same.values() if group.rows]
        anchored = [group for group in there if group.is_anchored]
        bare = [group for group in there if group.is_only_name]
        listed = [group for group in there if group not in anchored and group not in bare]
        how = ("same name and day of connecting", 1.0, ", ".join(str(one) for one in name_and_day))
        if len(anchored) == 1:
            _take_all(anchored[0], [*listed, *bare], how)
        elif not anchored and len(listed) == 1:
            _take_all(listed[0], bare, how)


def _days_of(group: Group) -> set[tuple[str, object]]:
    return {
        (row["comparable"], row["since"])
        for row in group.rows
        if row["is_connection"] and row["since"] and row["comparable"]
    }


def join_by_name(groups: Sequence[Group], own_names: Collection[str]) -> None:
    """Join records that carry nothing but a name to the one person who has this name.

    Where two or more people carry it, the owner among them, such records become a person of their
    own: no guess is made. A record with an address of its own stays alone. Across networks an equal name
    joins nobody: that is a proposal, see `relevance.identity.deciding`.
    """
    for (name, _), held in sorted(_by_name(groups).items()):
        if len(held) == 1:
            continue
        carriers = [group for group in held if group.rows and not group.is_owner]
        anchored = [group for group in carriers if group.is_anchored]
        listed = [group for group in carriers if group.is_connected and not group.is_anchored]
        loose = [group for group in carriers if group.is_only_name and not group.is_connected]
        said = ("same name, carried by one person only", _SAME_NAME, name)
        target = None if name in own_names else _only_carrier(anchored, listed)
        if target is not None and listed and target is not listed[0]:
            _take_all(target, listed[:1], said)
        if target is None and loose:
            if anchored or listed or name in own_names:
                said = ("same name, carried by several people", _SAME_NAME, name)
            target, *loose = loose
        if target is not None:
            _take_all(target, loose, said)


def _take_all(target: Group, groups: Iterable[Group], how: How) -> None:
    for group in groups:
        if target.may_take(group):
            target.take(group, how)


def _by_name(groups: Iterable[Group]) -> dict[tuple[str, str], list[Group]]:
    named: dict[tuple[str, str], list[Group]] = defaultdict(list)
    for group in groups:
        for name in group.names:
            # In their own table of encounters the owner writes down people of their network.
            known = {"linkedin" if one == "encounters" else one for one in networks_of(group.rows)}
            for network in known:
                named[name, network].append(group)
    return named


def _only_carrier(anchored: list[Group], listed: list[Group]) -> Group | None:
    if len(anchored) == 1 and not listed:
        return anchored[0]
    if len(listed) == 1 and not anchored:
        return listed[0]
    # A connection of an export without URLs, and one profile of this name that is none yet.
    if len(listed) == 1 and len(anchored) == 1 and not anchored[0].is_connected:
        return anchored[0]
    return None
