"""Writes calendars as calendar programs export them; everyone is invented."""

from collections.abc import Sequence

HEAD = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nX-WR-CALNAME:maren@own.example\r\n"
)
MAREN = "ORGANIZER;CN=Maren Example:mailto:maren@own.example"
ANA = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Ana Silva;X-NUM-GUESTS=0:mailto:Ana@Fenland.example"
BEN = "ATTENDEE;PARTSTAT=ACCEPTED;CN=ben@lindby.example:mailto:ben@lindby.example"
ROOM = "ATTENDEE;CUTYPE=RESOURCE;CN=Room 3:mailto:room3@resource.calendar.google.com"
ONCE = "DTSTART:20240304T102034Z"


def event(
    *lines: str,
    uid: str | None = "one@example",
    start: str = ONCE,
    people: Sequence[str] = (MAREN, ANA),
) -> str:
    """Return one event."""
    told = [f"UID:{uid}"] if uid else []
    body = [
        "BEGIN:VEVENT",
        *told,
        start,
        "DURATION:PT1H",
        "SUMMARY:Job aids\\, again",
        *people,
        *lines,
        "END:VEVENT",
    ]
    return "".join(f"{line}\r\n" for line in body)


def calendar(*events: str, head: str = "") -> bytes:
    """Return a calendar; `head` is further lines of its own."""
    return (HEAD + head + "".join(events) + "END:VCALENDAR\r\n").encode()


ZONE = (
    "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
    "TZOFFSETFROM:{summer}\r\nTZOFFSETTO:{winter}\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{winter}\r\nTZOFFSETTO:{summer}\r\n"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
)
"""A zone of its own, as Exchange writes it; to be formatted with two distances to UTC."""

WEEKLY = event(
    "RRULE:FREQ=WEEKLY;COUNT=6",
    "EXDATE;TZID=Europe/Berlin:20240311T090000",
    uid="weekly@example",
    start="DTSTART;TZID=Europe/Berlin:20240304T090000",
)
MOVED = event(
    "RECURRENCE-ID;TZID=Europe/Berlin:20240318T090000",
    uid="weekly@example",
    start="DTSTART;TZID=Europe/Berlin:20240319T140000",
)


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "Takeout/Calendar/maren.ics": calendar(
            event(people=(MAREN, ANA, BEN, ROOM)), WEEKLY, MOVED
        ),
        "invitation.ics": calendar(
            ZONE.format(winter="+0100", summer="+0200"),
            event(
                "SEQUENCE:3",
                "DTSTAMP:20240301T000000Z",
                "RRULE:FREQ=MONTHLY;BYDAY=1MO;UNTIL=20240701",
                "EXDATE;VALUE=DATE:20240401",
                "RDATE:20240306T090000Z",
                "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nEND:VALARM",
                start='DTSTART;TZID="Customized Time Zone":20240304T090000',
                people=(MAREN, ANA, BEN, ROOM, "ATTENDEE;CN=Cleo Dahl:invalid:nomail"),
            ),
            head="METHOD:REQUEST\r\nX-WR-TIMEZONE:Europe/Berlin\r\n",
        ),
        "all-day.ics": calendar(event(start="DTSTART;VALUE=DATE:20240304")),
        "windows.ics": calendar(
            event(start='DTSTART;TZID="W. Europe Standard Time":20240304T090000')
        ),
    }
