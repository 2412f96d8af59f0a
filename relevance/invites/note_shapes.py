"""Shapes of notes that nobody wrote for one reader: LinkedIn's own sentences, unfilled fields, merges."""

import re

__all__ = ["DEFAULT_NOTE", "MERGE_SHAPES", "PLACEHOLDER"]

_FIELDS = (
    r"first|last|full|given|family|your|their|company|name|insert|job|title|industry|prospect|recipient|"
    r"city|role|position|sender|firm|organi[sz]ation|employer|topic|mutual"
)
_FILLED = r"(?:first|last|full|given|family|user|company|job|contact|lead|prospect|recipient|sender|member|my|your)"
PLACEHOLDER = re.compile(
    # {first_name}, {{firstName}}, ${name}, {!Contact.Name}, {Hi|Hello}
    r"[$#!]?\{\{?\s*!?[a-z][\w .\-|']{1,40}\}?\}|\{[^{}|]{1,40}\|[^{}]{1,80}\}|"
    # %FIRSTNAME%, %%first%%, *|FNAME|*, ##NAME##, @@name@@, ~first~, :firstname:
    r"%%?[a-z][a-z_]{2,30}%%?|\*\|[a-z_:]{2,30}\|\*|(?-i:##?[A-Z_]{4,30}##?)|@@[a-z_ ]{3,30}@@|"
    rf"[~:^]{_FILLED}[ _\-]?(?:name|title|company)[~:^]|\$(?:{_FILLED})[ _]?(?:name|title)\b|"
    # [Name], [First Name], [COMPANY], (first name), <<Company>>, <First Name>, &lt;name&gt;, __NAME__
    rf"\[\s*(?:{_FIELDS})\b[^\]\n]{{0,30}}\]|(?-i:\[\s*[A-Z]{{2,}}(?:[ _][A-Z]+)*\s*\])|"
    rf"\(\s*(?:insert\b[^)\n]{{0,30}}|{_FILLED}[ _\-]?name|name|company(?: name)?|job title)\s*\)|"
    rf"<<?\s*(?:{_FIELDS})(?:[ _\-]?\w+){{0,3}}\s*>>?|&lt;\s*(?:{_FIELDS})(?:[ _\-]?\w+){{0,3}}\s*&gt;|"
    rf"(?<!\w)_{{3,}}(?!\w)|\b_{{2,}}(?:{_FIELDS})(?:[ _]?name)?_{{2,}}(?!\w)|"
    r"\b(?-i:FIRST_?NAME|LAST_?NAME|COMPANY_?NAME|FNAME|LNAME)\b|"
    r"\b(?-i:X{3,}|firstName|lastName|companyName)\b",
    re.IGNORECASE,
)
"""A field that should have been filled, in the shapes that the common senders of mail merges use."""

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
    r"(?:i'?d|i would) (?:like|love) to (?:add|include|have) you (?:to|in|as part of) my (?:professional |linkedin |"
    r"personal )?(?:network|connections|contacts)(?: (?:on|here on) linkedin)?|"
    r"(?:i'?m|i am) (?:using|on) linkedin(?: to keep track of my professional network)?,? "
    r"(?:and )?(?:would like to|i'd like to) (?:add|invite) you[^.!]{0,40}|"
    r"(?:i have )?(?:sent|sending) you an? (?:invitation|invite|request) to connect(?: on linkedin)?|"
    r"(?:please )?(?:accept|confirm) my (?:invitation|request) to (?:connect|join)[^.!]{0,30}linkedin|"
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
    # Romanian, Czech, Hungarian, Finnish, Greek, Ukrainian
    r"(?:aș|as) (?:dori|vrea)[^.!]{0,40}rețea(?:ua)?[^.!]{0,30}|"
    r"(?:rád|ráda|chtěl|chtěla)(?: bych)?[^.!]{0,40}sít[ěi][^.!]{0,30}|"
    r"szeretn[ée](?:m|lek)[^.!]{0,40}hálózat[^.!]{0,30}|"
    r"(?:haluaisin|haluan)[^.!]{0,40}verkosto[^.!]{0,30}|"
    r"θα (?:ήθελα|ηθελα)[^.!]{0,40}δ[ίι]κτυ[^.!]{0,30}|"
    r"(?:я )?хот(?:ів|іла)(?: б)?[^.!]{0,50}мереж[^.!]{0,20}|"
    # Polish, Turkish, Russian
    r"chcia[łl](?:bym|abym)[^.!]{0,40}(?:sieci|kontaktów)[^.!]{0,30}|"
    r"(?:sizi|seni)[^.!]{0,40}ağım[^.!]{0,30}|"
    r"(?:я )?хот(?:ел|ела)(?: бы)?[^.!]{0,50}(?:сеть|контактов)[^.!]{0,20}"
    r")(?!\w)|[^。！.]{0,20}linkedin[^。！.]{0,12}(?:ネットワーク|人脉|人脈|네트워크)[^。！.]{0,20}"
)
"""A sentence that LinkedIn itself puts into an invitation, in the languages it is met in; for lower case."""
