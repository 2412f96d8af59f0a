"""Ids of people as they were once, in terms of today: links join people, and answers part them."""

__all__ = ["person_now"]


def person_now(column: str) -> str:
    """Return SQL for the id that the person of `column` has today; the id itself where nobody is known by it.

    `column` is a name of a column, never input.
    """
    return (
        f"coalesce((SELECT min(known.person_id) FROM person AS known WHERE known.person_id = {column}), "
        "(SELECT min(link.person_id) FROM person_link AS link "
        f"WHERE link.home_id = {column} AND link.state = 'linked'), {column})"
    )
