"""Writes address books as telephones and mail programs export them; everyone is invented."""

from tests.linkedin_export import rows_csv

CARD_21_QP = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\n"
    "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:S=C3=ADlva;=C3=81na;;;\r\n"
    "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=81na =\r\nS=C3=ADlva\r\n"
    "EMAIL;HOME:Ana@Example.org\r\nTEL;CELL:+1 555 0100\r\nEND:VCARD\r\n"
)
CARD_30 = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben Okafor\r\nN:Okafor;Ben;;;\r\n"
    "item1.EMAIL;type=INTERNET:ben@lindby.example\r\nitem1.X-ABLabel:_$!<Work>!$_\r\n"
    "EMAIL:b.okafor@home.example\r\nORG:Lindby;Training\r\nTITLE:Clerk\r\n"
    "URL:http\\://www.linkedin.com/in/ben-okafor\r\n"
    "X-SOCIALPROFILE;type=twitter:http\\://twitter.com/benokafor\r\n"
    "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgF\r\n BQQEBQoHBwYIDAoMDAsKCwsN\r\n"
    "X-MAIDENNAME:Obi\r\nBDAY:--0615\r\nEND:VCARD\r\n"
)
CARD_40 = (
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cleo Dahl\r\nN:Dahl;Cleo;;;\r\nEMAIL;PREF=1:cleo@x.example\r\n"
    "URL:https://bsky.app/profile/cleo.example\r\nURL:https://social.example/@cleo\r\nEND:VCARD\r\n"
)
COMPANY = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Fenland Water\r\nORG:Fenland Water;\r\nX-ABShowAs:COMPANY\r\nEND:VCARD\r\n"
EMPTY = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:\r\nTEL:+1 555 0100\r\nEND:VCARD\r\n"
SAMSUNG = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Ude;Ida;;;\r\nFN:Ida Ude\r\nX-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=\r\n"
    "\r\nEND:VCARD\r\n"
)
GOOGLE_OLD = [
    [
        "Name",
        "Given Name",
        "Additional Name",
        "Family Name",
        "Notes",
        "Group Membership",
        "E-mail 1 - Type",
        "E-mail 1 - Value",
        "E-mail 2 - Type",
        "E-mail 2 - Value",
        "Organization 1 - Name",
        "Organization 1 - Title",
        "Website 1 - Value",
    ],
    [
        "Ana Silva",
        "Ana",
        "",
        "Silva",
        "two\nlines",
        "* myContacts ::: Friends",
        "* Work",
        "ana@example.org ::: ana@home.example",
        "",
        "",
        "Fenland Water",
        "Trainer",
        "https://www.linkedin.com/in/ana-silva",
    ],
    ["", "", "", "", "", "* myContacts", "", "", "", "", "", "", ""],
]
GOOGLE_NEW = [
    [
        "First Name",
        "Middle Name",
        "Last Name",
        "Name Prefix",
        "Nickname",
        "File As",
        "Organization Name",
        "Organization Title",
        "Birthday",
        "Labels",
        "E-mail 1 - Label",
        "E-mail 1 - Value",
        "Website 1 - Value",
    ],
    [
        "Ben",
        "",
        "Okafor",
        "Dr",
        "",
        "",
        "Lindby",
        "Clerk",
        "--06-15",
        "* myContacts",
        "* ",
        "ben@lindby.example",
        "",
    ],
    ["", "", "", "", "", "", "Fenland Water", "", "", "* myContacts", "", "", ""],
]
OUTLOOK = [
    [
        "First Name",
        "Middle Name",
        "Last Name",
        "Company",
        "Job Title",
        "E-mail Address",
        "E-mail 2 Address",
    ],
    ["Cleo", "", "Dahl", "Alpha", "Lead", "cleo@x.example", ""],
]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "phone.vcf": (CARD_21_QP + SAMSUNG).encode(),
        "apple.vcf": (CARD_30 + COMPANY + EMPTY).encode(),
        "new.vcf": CARD_40.encode(),
        "google-old.csv": rows_csv(GOOGLE_OLD[0], GOOGLE_OLD[1:]).encode(),
        "google-new.csv": rows_csv(GOOGLE_NEW[0], GOOGLE_NEW[1:]).encode(),
        "outlook.csv": rows_csv(OUTLOOK[0], OUTLOOK[1:]).encode(),
    }
