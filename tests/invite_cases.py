"""An invented owner, and inviters for each rung: facts, decision, rung and the first reason, word for word.

The owner, Maren Holt, designed courses at Brightwater Learning from 2008 to June 2012, leads learning
at Northmoor Council today, and studied in Leeds from 2000 to 2003.
"""

from datetime import UTC, date, datetime

from relevance.invites import EncounterFact, InviteFacts, OwnerFacts, PositionFact

OWNER = OwnerFacts(
    name="Maren Holt, FCIPD",
    headline="Head of learning at Northmoor Council",
    objectives="Meet people who run apprenticeship programmes for councils",
    positions=(
        PositionFact(
            "employer",
            "Brightwater Learning Ltd",
            "Course designer",
            date(2008, 1, 1),
            date(2012, 6, 1),
        ),
        PositionFact(
            "employer", "Northmoor Council", "Head of learning", date(2019, 9, 1), None, True
        ),
        PositionFact("school", "University of Leeds", "BA", date(2000, 1, 1), date(2003, 1, 1)),
    ),
    skills=("Instructional design",),
    interests=("instructional design", "xAPI", "workplace learning"),
)
STRANGER = OwnerFacts()


def met(channel, direction="incoming", year=2016, snippet=None, reference=None):
    at = datetime(year, 5, 4, 9, 30, tzinfo=UTC) if year else None
    return EncounterFact(at, channel, direction, reference, snippet)


def job(organisation, start=None, end=None, current=None, kind="employer"):
    first = date(start, 1, 1) if isinstance(start, int) else start
    last = date(end, 1, 1) if isinstance(end, int) else end
    return PositionFact(kind, organisation, None, first, last, current)


def invite(name="Ana Silva", **more):
    if "encounters" in more:
        more["encounters"] = tuple(more["encounters"])
    if "positions" in more:
        more["positions"] = tuple(more["positions"])
    return InviteFacts("i1", "p1", name, **more)


PITCH = (
    "Hi Maren, we guarantee 20 qualified leads a month. Book a call: https://calendly.example/ron"
)
MUSEUMS = "We help museums with scenarios and read your post on branching. Shall we compare notes?"
WHY = "Saw your talk on xAPI in Leeds and would like to compare notes."
GERMAN = "Liebe Frau Holt, wir haben uns auf der Tagung in Köln gesprochen."
NOBODY = "None of your reasons to accept applies to Ana Silva."
NOTHING = "Nothing is known of Ana Silva: neither post, encounter nor headline."
UNDATED = (
    "You and Ana Silva both {} (you {}); no dates are known for their time there, so whether you "
    "met there is open."
)
WORKED = UNDATED.format("worked at Brightwater Learning Ltd", "2008 to 2012")
WORKS = WORKED.replace("2012)", "2012, they today)")

# name: (facts, decision, rung, first reason)
CASES = {
    # Rung 1: known
    "messages both ways": (
        invite(encounters=[met("linkedin message"), met("linkedin message", "outgoing", 2017)]),
        "accept",
        1,
        "You and Ana Silva have written to each other: 2 contacts, the last was a LinkedIn message from you on "
        "4 May 2017.",
    ),
    "one record for both ways": (
        invite(encounters=[met("linkedin message", "both")]),
        "accept",
        1,
        "You and Ana Silva have written to each other: a LinkedIn message between you on 4 May 2016.",
    ),
    "mails both ways": (
        invite(encounters=[met("mail"), met("mail", "outgoing", 2015)]),
        "accept",
        1,
        "You and Ana Silva have written to each other: 2 contacts, the last was a mail from them on 4 May 2016.",
    ),
    "a mail answered by message": (
        invite(encounters=[met("mail"), met("linkedin message", "outgoing", 2014)]),
        "accept",
        1,
        "You and Ana Silva have written to each other: 2 contacts, the last was a mail from them on 4 May 2016.",
    ),
    "direct messages on X": (
        invite(encounters=[met("x message"), met("x message", "outgoing")]),
        "accept",
        1,
        "You and Ana Silva have written to each other: 2 contacts, the last was a direct message on X (Twitter) "
        "from them on 4 May 2016.",
    ),
    "a meeting": (
        invite(encounters=[met("meeting", "both", 2011)]),
        "accept",
        1,
        "You have met Ana Silva: a meeting on 4 May 2011.",
    ),
    "a meeting without a day": (
        invite(encounters=[met("Meeting", "both", None)]),
        "accept",
        1,
        "You have met Ana Silva: a meeting on a day that is not known.",
    ),
    "a recommendation": (
        invite(encounters=[met("linkedin recommendation", "outgoing")]),
        "accept",
        1,
        "There is a recommendation between you and Ana Silva: a LinkedIn recommendation from you on 4 May 2016.",
    ),
    "the owner's note": (
        invite(owner_note="Met at the museum, knows everyone"),
        "accept",
        1,
        "You wrote a note about Ana Silva: “Met at the museum, knows everyone”.",
    ),
    "known, and a pitch": (
        invite(note=PITCH, encounters=[met("meeting", "both")]),
        "accept",
        1,
        "You have met Ana Silva: a meeting on 4 May 2016.",
    ),
    "known under an earlier name": (
        invite(former_names=("Ana Berg",), encounters=[met("meeting", "both")]),
        "accept",
        1,
        "You have met Ana Silva (formerly Ana Berg): a meeting on 4 May 2016.",
    ),
    "known beats a shared employer": (
        invite(company="Northmoor Council", encounters=[met("meeting", "both")]),
        "accept",
        1,
        "You have met Ana Silva: a meeting on 4 May 2016.",
    ),
    "a blank note of the owner is none": (
        invite(owner_note="  \n", headline="Plumber", profile_relevance=0.02, feed_relevance=0.4),
        "decline",
        6,
        NOBODY,
    ),
    # Rung 2: wrote why
    "wrote why": (
        invite(note=WHY),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “Saw your talk on xAPI in Leeds and would like to compare notes.”.",
    ),
    "wrote why with a greeting": (
        invite(note="Hi Maren! " + WHY + " Best, Ana"),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “Saw your talk on xAPI in Leeds and would like to compare notes”.",
    ),
    "asks a question": (
        invite(note="Are you the Maren Holt who played viola in the Leeds orchestra?"),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “Are you the Maren Holt who played viola in the Leeds orchestra?”.",
    ),
    "recalls an encounter": (
        invite(note="We sat next to each other at the museum dinner. Lovely evening!"),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “We sat next to each other at the museum dinner.”.",
    ),
    "a recruiter says why": (
        invite(
            note="My client is looking for a head of learning in Leeds. Your background fits the role."
        ),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “Your background fits the role.”.",
    ),
    "wrote why, one-way contact too": (
        invite(note=WHY, encounters=[met("x mention")]),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “Saw your talk on xAPI in Leeds and would like to compare notes.”.",
    ),
    # Rung 3: shared past
    "works where the owner works": (
        invite(company="NORTHMOOR COUNCIL"),
        "accept",
        3,
        "Ana Silva works at Northmoor Council today, as you do (you since 2019, they today).",
    ),
    "headline names the owner's employer": (
        invite(headline="Archivist at Northmoor Council | gardener"),
        "accept",
        3,
        "Ana Silva works at Northmoor Council today, as you do (you since 2019, they today).",
    ),
    "same years at one employer": (
        invite(positions=[job("Brightwater Learning", 2010, 2014)]),
        "accept",
        3,
        "You and Ana Silva worked at Brightwater Learning Ltd at the same time (you 2008 to 2012, they 2010 to 2014): "
        "up to 2 years 6 months together.",
    ),
    "still there since then": (
        invite(positions=[job("brightwater learning plc", 2011, None, True)]),
        "accept",
        3,
        "You and Ana Silva worked at Brightwater Learning Ltd at the same time (you 2008 to 2012, they since 2011): "
        "up to 1 year 6 months together.",
    ),
    "same years at one school": (
        invite(positions=[job("Leeds University", 2001, 2004, kind="school")]),
        "accept",
        3,
        "You and Ana Silva studied at University of Leeds at the same time (you 2000 to 2003, they 2001 to 2004): "
        "up to 3 years together.",
    ),
    "shared place beats one without dates": (
        invite(
            positions=[
                job("Brightwater Learning"),
                job("University of Leeds", 2001, 2002, kind="school"),
            ]
        ),
        "accept",
        3,
        "You and Ana Silva studied at University of Leeds at the same time (you 2000 to 2003, they 2001 to 2002): "
        "up to 2 years together.",
    ),
    "pitch from a former colleague": (
        invite(note=PITCH, positions=[job("Brightwater Learning", 2010, 2014)]),
        "accept",
        3,
        "You and Ana Silva worked at Brightwater Learning Ltd at the same time (you 2008 to 2012, they 2010 to 2014): "
        "up to 2 years 6 months together.",
    ),
    "works today where the owner once was": (
        invite(company="Brightwater Learning"),
        "ask",
        3,
        WORKS,
    ),
    "shared employer without dates": (
        invite(positions=[job("Brightwater Learning GmbH")]),
        "ask",
        3,
        WORKED,
    ),
    "shared employer, start known only": (
        invite(positions=[job("Brightwater Learning", 2005)]),
        "ask",
        3,
        "You and Ana Silva both worked at Brightwater Learning Ltd (you 2008 to 2012, they from 2005); dates are known "
        "in part only for their time there, so whether you met there is open.",
    ),
    "ex-employer in the headline": (
        invite(headline="Potter, ex-Brightwater Learning"),
        "ask",
        3,
        WORKED,
    ),
    "shared school without dates": (
        invite(positions=[job("The University of Leeds", kind="school")]),
        "ask",
        3,
        UNDATED.format("studied at University of Leeds", "2000 to 2003"),
    ),
    "left in the month the other came": (
        invite(positions=[job("Brightwater Learning", date(2012, 6, 1), 2015)]),
        "ask",
        3,
        "You and Ana Silva both worked at Brightwater Learning Ltd (you 2008 to 2012, they 2012 to 2015); the dates "
        "that are known do not show whether you were there together: at most 1 month together.",
    ),
    "doubtful past and a headline that intrigues": (
        invite(company="Brightwater Learning", profile_relevance=0.9, feed_relevance=0.4),
        "ask",
        3,
        WORKS,
    ),
    "never there together": (
        invite(positions=[job("Brightwater Learning", 2014, 2018)]),
        "decline",
        6,
        NOBODY,
    ),
    "alike is not the same": (
        invite(company="Brightwater Learnings Group", profile_relevance=0.1, feed_relevance=0.4),
        "decline",
        6,
        NOBODY,
    ),
    "a school is no employer": (
        invite(positions=[job("University of Leeds", 2001, 2002)]),
        "decline",
        6,
        NOBODY,
    ),
    # Rung 4: talked elsewhere
    "doubtful past, but talked": (
        invite(company="Brightwater Learning", encounters=[met("hipchat")]),
        "accept",
        4,
        "You have come across Ana Silva before: a HipChat message from them on 4 May 2016.",
    ),
    "one mail from them": (
        invite(encounters=[met("mail", snippet="Thank you for the slides")]),
        "accept",
        4,
        "You have come across Ana Silva before: a mail from them on 4 May 2016.",
    ),
    "one mail from the owner": (
        invite(encounters=[met("mail", "outgoing", 2009)]),
        "accept",
        4,
        "You have come across Ana Silva before: a mail from you on 4 May 2009.",
    ),
    "one message": (
        invite(encounters=[met("linkedin message")]),
        "accept",
        4,
        "You have come across Ana Silva before: a LinkedIn message from them on 4 May 2016.",
    ),
    "a mention on X": (
        invite(encounters=[met("x mention")]),
        "accept",
        4,
        "You have come across Ana Silva before: a mention on X (Twitter) from them on 4 May 2016.",
    ),
    "replies both ways on X": (
        invite(encounters=[met("x reply"), met("x reply", "outgoing", 2017)]),
        "accept",
        4,
        "You have come across Ana Silva before: 2 contacts, the last was a reply on X (Twitter) "
        "from you on 4 May 2017.",
    ),
    "Mastodon": (
        invite(encounters=[met("mastodon mention", "outgoing")]),
        "accept",
        4,
        "You have come across Ana Silva before: a mention on Mastodon from you on 4 May 2016.",
    ),
    "Bluesky": (
        invite(encounters=[met("bluesky reply")]),
        "accept",
        4,
        "You have come across Ana Silva before: a reply on Bluesky from them on 4 May 2016.",
    ),
    "Slack": (
        invite(encounters=[met("slack", "both")]),
        "accept",
        4,
        "You have come across Ana Silva before: a Slack message between you on 4 May 2016.",
    ),
    "a blog comment": (
        invite(encounters=[met("blog comment", "incoming", 2008)]),
        "accept",
        4,
        "You have come across Ana Silva before: a blog comment from them on 4 May 2008.",
    ),
    "a Periscope comment": (
        invite(encounters=[met("periscope")]),
        "accept",
        4,
        "You have come across Ana Silva before: a Periscope comment from them on 4 May 2016.",
    ),
    "a reaction": (
        invite(encounters=[met("linkedin reaction")]),
        "accept",
        4,
        "You have come across Ana Silva before: a LinkedIn reaction from them on 4 May 2016.",
    ),
    "another channel": (
        invite(encounters=[met("other")]),
        "accept",
        4,
        "You have come across Ana Silva before: a contact (other) from them on 4 May 2016.",
    ),
    "pitch from somebody met in a room": (
        invite(note=PITCH, encounters=[met("hipchat")]),
        "accept",
        4,
        "You have come across Ana Silva before: a HipChat message from them on 4 May 2016.",
    ),
    "even an unanswered offer is an encounter": (
        invite(
            encounters=[met("linkedin message", snippet=PITCH)],
            profile_relevance=0.1,
            feed_relevance=0.4,
        ),
        "accept",
        4,
        "You have come across Ana Silva before: a LinkedIn message from them on 4 May 2016.",
    ),
    # Rung 5: intriguing
    "posts above the feed": (
        invite(posts=12, relevance=0.55, feed_relevance=0.40),
        "ask",
        5,
        "Their 12 posts speak to your interests: 55 of 100, and your feed has 40.",
    ),
    "one post, high": (
        invite(posts=1, relevance=0.81, feed_relevance=0.85),
        "ask",
        5,
        "Their one post speaks to your interests: 81 of 100, and your feed has 85.",
    ),
    "profile above the feed": (
        invite(headline="Museum educator", profile_relevance=0.52, feed_relevance=0.40),
        "ask",
        5,
        "Their profile speaks to your interests: 52 of 100, and your feed has 40.",
    ),
    "profile, feed not known": (
        invite(headline="Museum educator", profile_relevance=0.70),
        "ask",
        5,
        "Their profile speaks to your interests: 70 of 100.",
    ),
    "headline before scoring": (
        invite(headline="Instructional designer, care sector"),
        "ask",
        5,
        "Their headline or job (“Instructional designer, care sector”) touches on your interest “instructional "
        "design”.",
    ),
    "job title before scoring": (
        invite(position="xAPI developer", company="Foldvale"),
        "ask",
        5,
        "Their headline or job (“xAPI developer”) touches on your interest “xAPI”.",
    ),
    "objectives": (
        invite(
            headline="Apprenticeship programme manager", profile_relevance=0.3, feed_relevance=0.4
        ),
        "ask",
        5,
        "Their headline or job (“Apprenticeship programme manager”) shares “apprenticeship” and “programmes” with "
        "what you want from your network.",
    ),
    "pitch with relevant posts": (
        invite(note=PITCH, posts=9, relevance=0.7, feed_relevance=0.4),
        "ask",
        5,
        "Their 9 posts speak to your interests: 70 of 100, and your feed has 40.",
    ),
    # Rung 6: none of these
    "pitch": (invite(note=PITCH, headline="Growth partner"), "decline", 6, NOBODY),
    "pitch with a fitting headline": (
        invite(
            note=PITCH,
            headline="Instructional design vendor",
            profile_relevance=0.9,
            feed_relevance=0.4,
        ),
        "decline",
        6,
        NOBODY,
    ),
    "barely above the feed": (
        invite(headline="Teacher", profile_relevance=0.45, feed_relevance=0.40),
        "decline",
        6,
        NOBODY,
    ),
    "above a poor feed only": (
        invite(headline="Baker", profile_relevance=0.20, feed_relevance=0.05),
        "decline",
        6,
        NOBODY,
    ),
    "posts say no where the profile says yes": (
        invite(
            headline="Instructional design",
            profile_relevance=0.9,
            posts=8,
            relevance=0.1,
            feed_relevance=0.4,
        ),
        "decline",
        6,
        NOBODY,
    ),
    "default note": (
        invite(
            note="I'd like to add you to my professional network on LinkedIn.",
            headline="Baker",
            profile_relevance=0.05,
            feed_relevance=0.4,
        ),
        "decline",
        6,
        NOBODY,
    ),
    "template note": (
        invite(note="Hi {first_name}, your work at {company} caught my eye."),
        "decline",
        6,
        NOBODY,
    ),
    "headline not scored": (invite(headline="Baker in Whitby"), "decline", 6, NOBODY),
    "half an offer": (
        invite(
            note="I follow what you do in Yorkshire and would gladly film your first museum scenario for free."
        ),
        "decline",
        6,
        NOBODY,
    ),
    # What the model makes of note and profile
    "the model calls it a pitch": (
        invite(
            note="Could your nurses use an hour more a day?", pitch_chance=0.94, headline="Baker"
        ),
        "decline",
        6,
        NOBODY,
    ),
    "the model sees no pitch behind the signs": (
        invite(note=MUSEUMS, pitch_chance=0.08),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “We help museums with scenarios and read your post on branching.”.",
    ),
    "half an offer by the model": (
        invite(note=MUSEUMS, pitch_chance=0.55),
        "decline",
        6,
        NOBODY,
    ),
    "half an offer that recalls a meeting": (
        invite(
            note="We met at the fair in Hull. Shall I send you the brochure?", pitch_chance=0.55
        ),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “We met at the fair in Hull.”.",
    ),
    "a pitch from somebody the owner wrote to": (
        invite(note=MUSEUMS, pitch_chance=0.9, encounters=[met("mail", "outgoing")]),
        "accept",
        4,
        "You have come across Ana Silva before: a mail from you on 4 May 2016.",
    ),
    "greets somebody else": (
        invite(note="Hi Brian, I am always glad to meet people who think about schools."),
        "decline",
        6,
        NOBODY,
    ),
    "greets somebody else, and speaks of the owner's work": (
        invite(note="Hi Brian, your post on badges gave me an idea for our library."),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “your post on badges gave me an idea for our library.”.",
    ),
    "a short form of the owner's name is theirs": (
        invite(note="Hi Mar, are you going to the badges conference in Hull?"),
        "accept",
        2,
        "Ana Silva wrote why they want to connect: “are you going to the badges conference in Hull?”.",
    ),
    "speaks to an objective": (
        invite(
            headline="Head of early careers",
            profile_relevance=0.2,
            feed_relevance=0.4,
            objective="apprenticeship programmes",
            objective_match=0.81,
        ),
        "ask",
        5,
        "Their headline or job (“Head of early careers”) speaks to what you want from your network "
        "(“apprenticeship programmes”): 81 of 100.",
    ),
    "barely speaks to an objective": (
        invite(
            headline="Head of early careers",
            profile_relevance=0.2,
            feed_relevance=0.4,
            objective="apprenticeship programmes",
            objective_match=0.6,
        ),
        "decline",
        6,
        NOBODY,
    ),
    "a pitch that speaks to an objective": (
        invite(
            note=PITCH,
            headline="Head of early careers",
            objective="apprenticeship programmes",
            objective_match=0.95,
        ),
        "decline",
        6,
        NOBODY,
    ),
    "an objective, but poor posts": (
        invite(
            headline="Head of early careers",
            posts=8,
            relevance=0.1,
            feed_relevance=0.4,
            objective="apprenticeship programmes",
            objective_match=0.95,
        ),
        "decline",
        6,
        NOBODY,
    ),
    # Nothing known
    "nothing known": (invite(), "decline", 6, NOTHING),
    "a blank note": (invite(note=" \t\n"), "decline", 6, NOTHING),
    "a default note is no note": (
        invite(note="I'd like to join your LinkedIn network."),
        "decline",
        6,
        NOTHING,
    ),
    "hello is no reason": (invite(note="Hi Maren!"), "decline", 6, NOTHING),
    "a note in German": (invite(note=GERMAN), "decline", 6, NOTHING),
    "mutual connections settle nothing": (invite(mutual_connections=40), "decline", 6, NOTHING),
}
