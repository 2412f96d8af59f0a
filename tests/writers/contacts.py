"""Writes address books as telephones and mail programs export them; everyone is invented."""

from collections.abc import Mapping, Sequence

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

GOOGLE_OLDEST = [
    "Name",
    "Given Name",
    "Additional Name",
    "Family Name",
    "Yomi Name",
    "Given Name Yomi",
    "Additional Name Yomi",
    "Family Name Yomi",
    "Name Prefix",
    "Name Suffix",
    "Initials",
    "Nickname",
    "Short Name",
    "Maiden Name",
    "Birthday",
    "Gender",
    "Location",
    "Billing Information",
    "Directory Server",
    "Mileage",
    "Occupation",
    "Hobby",
    "Sensitivity",
    "Priority",
    "Subject",
    "Notes",
    "Language",
    "Photo",
    "Group Membership",
    "E-mail 1 - Type",
    "E-mail 1 - Value",
    "E-mail 2 - Type",
    "E-mail 2 - Value",
    "IM 1 - Type",
    "IM 1 - Service",
    "IM 1 - Value",
    "Phone 1 - Type",
    "Phone 1 - Value",
    "Organization 1 - Type",
    "Organization 1 - Name",
    "Organization 1 - Yomi Name",
    "Organization 1 - Title",
    "Relation 1 - Type",
    "Relation 1 - Value",
    "Website 1 - Type",
    "Website 1 - Value",
    "Custom Field 1 - Type",
    "Custom Field 1 - Value",
]
GOOGLE_2024 = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Phonetic First Name",
    "Phonetic Middle Name",
    "Phonetic Last Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "E-mail 7 - Label",
    "E-mail 7 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
    "Address 1 - Label",
    "Address 1 - Formatted",
    "Website 1 - Label",
    "Website 1 - Value",
    "Event 1 - Label",
    "Event 1 - Value",
    "Relation 1 - Label",
    "Relation 1 - Value",
    "Custom Field 1 - Label",
    "Custom Field 1 - Value",
    "Custom Field 2 - Label",
    "Custom Field 2 - Value",
]
GOOGLE_TEMPLATE = [
    "Name Prefix",
    "First Name",
    "Middle Name",
    "Last Name",
    "Name Suffix",
    "Phonetic First Name",
    "Phonetic Middle Name",
    "Phonetic Last Name",
    "Nickname",
    "File As",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Labels",
    "Notes",
]
OUTLOOK_CLASSIC = [
    "Title",
    "First Name",
    "Middle Name",
    "Last Name",
    "Suffix",
    "Company",
    "Department",
    "Job Title",
    "Business Street",
    "Business City",
    "E-mail Address",
    "E-mail Type",
    "E-mail Display Name",
    "E-mail 2 Address",
    "E-mail 2 Type",
    "E-mail 3 Address",
    "Notes",
    "Categories",
    "Personal Web Page",
    "Web Page",
]
THUNDERBIRD = [
    "First Name",
    "Last Name",
    "Display Name",
    "Nickname",
    "Primary Email",
    "Secondary Email",
    "Screen Name",
    "Work Phone",
    "Job Title",
    "Department",
    "Organization",
    "Web Page 1",
    "Web Page 2",
]


def card(*lines: str, version: str = "3.0") -> str:
    """Return one card."""
    return "".join(
        f"{line}\r\n" for line in ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")
    )


def table_row(header: Sequence[str], cells: Mapping[str, str]) -> list[str]:
    """Return a row of a table with the cells that are given by column."""
    return [cells.get(name, "") for name in header]


def samples() -> dict[str, bytes]:
    """Return small files by name, one for each shape."""
    return {
        "phone.vcf": (CARD_21_QP + SAMSUNG).encode(),
        "apple.vcf": (CARD_30 + COMPANY + EMPTY).encode(),
        "new.vcf": CARD_40.encode(),
        "odd.vcf": (
            card(
                "FN:Ana Silva",
                "AGENT:\r\n" + card("FN:Fred").strip(),
                "X-TWITTER:@ana",
                "ORG:Fenland;East",
            )
            + card("FN:Friends", "KIND:group", version="4.0")
            + card(
                "FN;QUOTED-PRINTABLE:B=C3=A9n",
                "PHOTO;BASE64:\r\n AAAA\r\n\r\nTITLE:Clerk",
                version="2.1",
            )
        ).encode("utf-16"),
        "google-oldest.csv": rows_csv(
            GOOGLE_OLDEST,
            [
                table_row(
                    GOOGLE_OLDEST,
                    {
                        "Name": "Ana Silva",
                        "E-mail 1 - Value": "a@x.example ::: b@x.example",
                        "Custom Field 1 - Type": "Twitter",
                        "Custom Field 1 - Value": "ana",
                    },
                )
            ],
        ).encode(),
        "google-old.csv": rows_csv(GOOGLE_OLD[0], GOOGLE_OLD[1:]).encode(),
        "google-new.csv": rows_csv(GOOGLE_NEW[0], GOOGLE_NEW[1:]).encode(),
        "outlook.csv": rows_csv(OUTLOOK[0], OUTLOOK[1:]).encode(),
    }
