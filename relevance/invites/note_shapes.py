"""Shapes of notes that nobody wrote for one reader: LinkedIn's own sentences, unfilled fields, merges."""

import re

__all__ = ["DEFAULT_NOTE", "MERGE_SHAPES", "PLACEHOLDER"]

_FIELDS = (
    r"first|last|full|given|family|your|their|company|name|insert|job|title|industry|prospect|recipient|"
    r"city|role|position|sender|firm|organi[sz]ation|employer|topic|mutual"
)
PLACEHOLDER = re.compile(
    r"\$?\{\{?\s*[a-z][\w .\-]{1,40}\}?\}|%[a-z][a-z_]{2,30}%|\*\|[a-z_]{2,30}\|\*|(?-i:##?[A-Z_]{4,30}##?)|"
    rf"\[\s*(?:{_FIELDS})\b[^\]\n]{{0,30}}\]|(?-i:\[\s*[A-Z]{(2,)}(?:[ _][A-Z]+)*\s*\])|"
    rf"<<?\s*(?:{_FIELDS})(?:[ _\-]?\w+){{0,3}}\s*>>?|\{{[^{{}}|]{{1,40}}\|[^{{}}]{{1,80}}\}}",
    re.IGNORECASE,
)
"""A field that should have been filled: {first_name}, %FIRSTNAME%, [Name], <<Company>>, {Hi|Hello}."""

MERGE_SHAPES = re.compile(
    r"^\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening))\s+(?:[,!]|null\b|undefined\b|none\b|n/a\b|"
    r"(?:sir|madam|sir or madam|sir/madam|linkedin (?:member|user|friend|connection)|professional|"
    r"connection|colleague|business owner|hiring manager|decision[- ]maker|friend)\s?[,!.:\-–])|"
    r"\b(?:at|with|from)\s+(?:,|\.(?:\s|$)|null\b|undefined\b)",
    re.IGNORECASE,
)
"""A field that was filled with nothing, or a greeting to nobody in particular."""

DEFAULT_NOTE = re.compile(
    r"\b(?:"
    r"(?:i'?d|i would) like to add you to my (?:professional )?(?:linkedin )?network(?: (?:on|here on) linkedin)?|"
    r"(?:i'?d|i would) like to (?:join|be part of) your (?:professional |linkedin )?network(?: on linkedin)?|"
    r"(?:i'?d|i would) like to connect with you on linkedin|"
    r"(?:i'?d|i would) like to invite you to (?:join|connect (?:with me )?(?:in|on))(?: my)?(?: professional)?"
    r"(?: network)?(?: (?:on )?linkedin)?|"
    r"since you are a person i trust,? i wanted to invite you to join my network(?: on linkedin)?|"
    r"(?:please )?join my (?:professional )?network(?: on linkedin)?|"
    # German, Dutch, Scandinavian
    r"(?:ich )?(?:möchte|würde)[^.!]{0,40}\b(?:zu meinem|meinem|in mein)[^.!]{0,30}netzwerk[^.!]{0,40}|"
    r"ik (?:wil|zou)[^.!]{0,30}\bmijn[^.!]{0,25}netwerk[^.!]{0,30}|"
    r"jag (?:skulle vilja|vill)[^.!]{0,40}nätverk[^.!]{0,30}|"
    r"jeg vil(?:le)? gerne?[^.!]{0,40}net(?:t)?v[æe]rk[^.!]{0,30}|"
    # French, Spanish, Portuguese, Italian
    r"(?:je (?:souhaiterais|souhaite|voudrais|vous invite)|j'aimerais)[^.!]{0,50}réseau(?: professionnel)?[^.!]{0,20}|"
    r"(?:me gustaría|quisiera)[^.!]{0,40}\b(?:red|contactos)\b[^.!]{0,30}|"
    r"(?:eu )?gostaria de[^.!]{0,40}rede(?: profissional)?[^.!]{0,20}|"
    r"(?:vorrei|mi piacerebbe)[^.!]{0,45}\brete\b[^.!]{0,30}|"
    # Polish, Turkish, Russian
    r"chcia[łl](?:bym|abym)[^.!]{0,40}(?:sieci|kontaktów)[^.!]{0,30}|"
    r"(?:sizi|seni)[^.!]{0,40}ağım[^.!]{0,30}|"
    r"(?:я )?хот(?:ел|ела)(?: бы)?[^.!]{0,50}(?:сеть|контактов)[^.!]{0,20}"
    r")(?!\w)|[^。！.]{0,20}linkedin[^。！.]{0,12}(?:ネットワーク|人脉|人脈|네트워크)[^。！.]{0,20}"
)
"""A sentence that LinkedIn itself puts into an invitation, in the languages it is met in; for lower case."""
