"""The signs of a sales pitch, and what speaks against one: label, weight and pattern (for lower case).

Written from what sales messages have in common, not from any one collection of them.
"""

from relevance.texts import marked

__all__ = ["SIGNS"]

_GAIN = (
    r"revenue|sales|roi|leads?|pipeline|costs?|spend|spending|profits?|margins?|bookings|conversions?|"
    r"productivity|engagement|traffic|turnover|growth|retention|efficiency|bills?|overheads?|clients|customers|"
    r"results|performance|ramp[- ]?up|time|hours|onboarding|churn|visibility|income|wealth|savings"
)
_THING = (
    r"platform|agency|solutions?|software|tools?|products?|services?|apps?|firm|technology|offering|"
    r"consultants|system|package|suite|offer|method|framework|programme|program|team of"
)
_GIFT = (
    r"consultation|audit|trial|demo|strategy|session|assessment|quote|sample|review|report|e-?book|guide|"
    r"webinar|training|masterclass|analysis|discovery|pilot|account|copy|workshop|call|ticket|pass|access"
)
_TITLED = (
    r"course|book|e-?book|webinar|masterclass|coaching|bootcamp|summit|newsletter|mastermind|app|"
    r"start-?up|podcast|training|channel|page|website|store|shop|toolkit"
)
_PEERS = (
    r"compan(?:y|ies)|businesses|organi[sz]ations|teams|firms|brands|leaders|founders|owners|managers|"
    r"professionals|executives|people|departments|agencies|coaches|consultants|entrepreneurs|trainers"
)

SIGNS: tuple[tuple[str, float, str], ...] = (
    (
        marked("offers what they do"),
        0.5,
        r"\bwe(?:'ve| have)? (?:help(?:ed)?|assist|enable|empower|speciali[sz]e|provide|offer|deliver|sell|"
        r"suppl(?:y|ied)|partner with|support|work with|build|design|create|develop|connect|train)\b(?! to meet)|"
        r"\bi (?:help|offer|sell|speciali[sz]e in|represent|consult|coach|support)\b(?! out)|"
        r"\bi (?:run|own|founded|lead|started|have) (?:a|an|my own) [^.,!?]{0,30}(?:agency|shop|firm|company|"
        r"start-?up|consultancy|business|bureau|studio)\b|\b(?:who|that|which) (?:helps?|enables|provides|offers|"
        r"lets|saves|cuts|reduces|boosts|replaces|automates)\b|\b(?:helping|enabling|empowering) (?:\w+ ){0,3}(?:"
        + _PEERS
        + r")\b",
    ),
    (
        marked("names a product"),
        0.4,
        rf"\b(?:our|my|a new|the leading) (?:[\w-]+ ){{0,2}}(?:{_THING})\b",
    ),
    (
        marked("speaks of clients"),
        0.4,
        r"\b(?:our|my|most|many|other) (?:\w+ ){0,2}(?:clients|customers)\b",
    ),
    (
        marked("addresses a group, not a person"),
        0.5,
        rf"\b(?:{_PEERS}) (?:like|such as|similar to) (?:you|yours|your own|your company)\b|"
        rf"\b(?:work|partner|speak|talk|connect)(?:ing)? with "
        rf"(?:other |many |a few |senior |busy |\w+ )?(?:{_PEERS})\b|"
        r"\bin your (?:position|shoes|space|sector|industry)\b|\b(?:busy|ambitious|driven|forward[- ]thinking|"
        rf"high[- ]performing|b2b|saas) (?:{_PEERS})\b",
    ),
    (
        marked("promises a gain"),
        0.5,
        r"\b(?:increas|boost|doubl|tripl|grow|scal|cut|reduc|sav|slash|halv|lower|improv|accelerat|maximi[sz]|"
        r"optimi[sz]|generat|skyrocket|unlock|driv|win|land|gain|add)(?:e|es|ed|ing|ting|s)? "
        rf"(?:[\w$£€%'+-]+ ){{0,4}}?(?:{_GAIN})\b",
    ),
    (
        marked("puts a figure on it"),
        0.35,
        r"\bby (?:up to )?\d+ ?%|\b\d+(?:[.]\d+)?x\b|\b\d+ ?% (?:more|less|fewer|faster|cheaper|off|higher|lower)|"
        r"[$£€] ?\d[\d.,]*[km]?(?: ?(?:a|per|/) ?(?:month|week|day|year|mo)\b)?|\bin (?:just |only |under )?\d+ "
        r"(?:days|weeks|minutes)\b|\b(?:twice|half) the \w+",
    ),
    (
        "guarantees",
        0.5,
        r"\bguarantee[ds]?\b|\brisk[- ]free\b|\bno[- ](?:obligation|strings|commitment|risk)|\bmoney[- ]back\b|"
        r"\bor you (?:don't|do not|won't) pay\b|\bpay (?:only )?(?:on|for) results\b|\bproven\b",
    ),
    (
        marked("is about leads"),
        0.55,
        r"\blead[- ]?gen(?:eration)?\b|\b(?:qualified|warm|more|new|hot|inbound|sales|exclusive) "
        r"(?:leads|meetings|appointments|prospects|clients|customers)\b|\bappointment setting\b|"
        r"\bcold (?:e-?mail|outreach|calling)\b|\bhigh[- ]ticket\b|\bfill(?:ing)? (?:up )?your "
        r"(?:calendar|pipeline|diary)\b|\b(?:sales )?(?:funnel|pipeline)s?\b|\bprospect(?:s|ing)\b|\boutbound\b",
    ),
    (
        marked("speaks of price"),
        0.4,
        r"\b(?:prices?|rates (?:you|that)|low(?:er)? (?:cost|price|rates?)|fees|(?:you|they) (?:only |already )?pay\b"
        r"(?! attention)|costs? (?:you )?nothing|at no (?:extra )?cost|cheap(?:er|est)?|sav(?:ed?|es|ing) [^.!?]{0,40}?"
        r"(?:thousands|money|hours)|beat any|budgets?|an offer|our offers?|earn with|bulk)\b",
    ),
    (
        marked("speaks for a business"),
        0.25,
        r"\bwe(?:'re| are) (?:a|an|the) (?!bit|small group|few|charity)|\bi represent\b|\bi'?m (?:with|from) [a-z]\w+"
        r"[^.!?]{0,20}"
        r"\b(?:a|an|the) \w+|\bwe (?:just |now |already |can |also |recently |have |have just |'ve )*"
        r"(?:built|build|made|"
        r"make|fixed|fix|place|automate|locali[sz]e|ship|cut|migrate|launched|launch|handle|manage|run|serve|"
        r"replace|produce|integrate|deploy|source|match|take care|turn|give|let|save|solve|work)\b",
    ),
    (
        marked("points at the reader's organisation"),
        0.25,
        r"\byour (?:\w+ )?(?:teams?|company|organi[sz]ation|business|staff|employees|managers|department|budgets?|"
        r"spend|website|firm|brand|customers|clients|sales|onboarding|goals|needs|projects|workflow|operations|"
        r"workforce|people|leaders)\b",
    ),
    (
        marked("asks for a call"),
        0.4,
        r"\b(?:quick|short|brief|intro(?:ductory)?|discovery|strategy|exploratory|\d+|five|ten|fifteen|twenty|"
        r"thirty)[- ]?(?:min(?:ute)?s?'?)?[- ]?(?:video |phone |zoom |intro |discovery )?"
        r"(?:call|demo|meeting|zoom|walkthrough|conversation|chat)\b|"
        r"\b(?:\d+|ten|fifteen|twenty|thirty|few) ?(?:mins?|minutes)\b|"
        r"\b(?:hop|jump|get|be) on (?:a|the) (?:\w+ )?(?:call|phone|zoom)\b|\bset up (?:a|some) (?:\w+ )?"
        r"(?:call|time|demo|meeting)\b|\bwhen (?:are you|would you be) (?:free|available)\b",
    ),
    (
        marked("offers a demo"),
        0.4,
        r"\b(?:demo|product tour|walk you through|see (?:it|us) in action|show you (?:how|what))\b",
    ),
    (
        marked("has a booking link"),
        0.55,
        r"\bcalendly\b|\bcal\.com\b|\bsavvycal\b|\btidycal\b|\bmy (?:calendar|booking) ?(?:link|page)?\b|"
        r"\b(?:book|grab|pick|schedule|reserve) (?:a|your|some) (?:\w+ )?(?:slot|call|time|demo|session|place|"
        r"spot|seat|meeting|appointment|consultation)\b",
    ),
    (
        marked("fishes for interest"),
        0.35,
        r"\bworth (?:a|an|exploring|discussing)\b(?: \w+)?|\b(?:interested|curious|keen|sounds? (?:good|useful|"
        r"interesting)|thoughts|any interest) ?\?\s*$|\b(?:are|would) you (?:be )?(?:open|interested|keen)\b|"
        r"\bopen to (?:a|an|learning|exploring|hearing|discussing|chatting)\b|\binterested in (?:learning|hearing|"
        r"knowing|seeing) more\b|"
        r"\blet me know if (?:you(?:'re| are|'d| would)? )?(?:interested|like|be open|keen|want)|"
        r"\b(?:can|could|may|shall|mind if) i (?:send|share|show|forward|pop|drop)\b|\bif (?:it's|that's|this is) "
        r"(?:of interest|relevant|something)\b|\bhappy to (?:send|share|show)\b|\bsend (?:you )?(?:over )?"
        r"(?:some|more|a few|our|the|a|my) (?:info\w*|details|ideas|examples|material|link)\b",
    ),
    (
        marked("says that it may be useful"),
        0.3,
        r"\b(?:might|may|could|would|can) (?:also |really |well |potentially )?"
        r"(?:be (?:useful|relevant|helpful|valuable|"
        r"of (?:interest|value|help|use|benefit|service))|benefit|interest you|suit (?:you|your)|help (?:you|your)|"
        r"support (?:you|your)|save (?:you|your))\b|\bthought (?:you|this|it|that you) (?:might|may|would|could) "
        r"(?!know|remember|like to know)",
    ),
    (
        marked("denies selling"),
        0.35,
        r"\bno (?:sales )?pitch\b|\bnot (?:a sales|a pitch|here to (?:sell|pitch)|trying to (?:sell|pitch)|selling|"
        r"pitching)\b|\bno pressure\b|\bpromise (?:not to|no) (?:sell|pitch|spam)\w*",
    ),
    (
        marked("gives something away"),
        0.5,
        rf"\b(?:free|complimentary|no[- ]cost|gratis) (?:[\w-]+ ){{0,2}}(?:{_GIFT})s?\b|\bfree of charge\b|"
        r"\bfor free\b",
    ),
    (
        marked("brings sales material"),
        0.4,
        r"\b(?:pricing|price list|discount\w*|special offer|limited (?:time|offer)|subscription|deck|brochure|"
        r"case stud(?:y|ies)|white ?paper|one[- ]pager|catalogue|promo(?:tion)?|voucher|early[- ]bird|"
        r"quotation|competitive (?:rates|prices|pricing)|bulk (?:order|price)|licen[cs]es|sponsorship)\b",
    ),
    (
        marked("offers outsourced work"),
        0.55,
        r"\b(?:offshore|outsourc\w+|near-?shor\w+|white[- ]label|staff augmentation|guest post\w*|back-?links?|"
        r"link building|virtual assistants?|digital marketing|social media (?:management|marketing)|"
        r"payroll services|web (?:design|development)|seo|app development|dedicated (?:developers|team)|"
        r"software development (?:company|firm|agency|services)|manufacturer|supplier|wholesale)\b",
    ),
    (
        marked("is about money"),
        0.55,
        r"\b(?:invest(?:ment|ing)? (?:opportunit\w+|portfolio|propert\w+|returns?)|passive income|crypto\w*|bitcoin|"
        r"forex|trading (?:signals?|platform|strateg\w+)|side (?:income|hustle)|financial (?:freedom|independence|"
        r"future)|(?:business|income|franchise|earning|money[- ]making) opportunit\w+|network marketing|"
        r"(?:be|become) your own boss|(?:extra|second|residual|additional) income|(?:six|seven|[67])[- ]figures?|"
        r"wealth (?:management|planning|creation)|tax (?:savings|relief|refund|efficien\w+)|pension review|"
        r"high returns|earn(?:ing)? (?:up to |over |from )?[$£€\d]\S*|loans?|insurance (?:cover|polic\w+|plans?)|"
        r"off[- ]plan|propert(?:y|ies) (?:in|invest\w+))\b",
    ),
    (
        marked("asks for followers"),
        0.55,
        rf"\b(?:follow|like|subscribe to|check out|visit|share|promote|support|join) (?:me on|my (?:\w+ )?(?:{_TITLED}|"
        r"profile|youtube|instagram|group|community|work))|\bgrow(?:ing)? your (?:following|audience|personal brand|"
        r"brand|linkedin|followers|practice)\b|\bmore followers\b",
    ),
    (
        marked("promotes something of their own"),
        0.4,
        rf"\b(?:my|our) (?:(?:new|latest|free|online|upcoming|next|paid|flagship) )(?:\w+ )?(?:{_TITLED})\b|"
        r"\b(?:just|recently) launched\b|\bwe(?:'re| are) (?:launching|hosting|running|offering|rolling out)\b|"
        r"\bi(?:'m| am) (?:launching|hosting|offering|running a (?:free|paid|live))\b",
    ),
    (
        marked("hints at business together"),
        0.45,
        r"\bsynerg(?:y|ies|i[sz]e)\b|\bmutual(?:ly)?[- ]benefi\w+|\bwin[- ]win\b|"
        r"\bhow (?:we|i) (?:can|could|might|may) "
        r"(?:be able to )?(?:help|support|assist|add value|be of|partner|collaborate|work together)\b|"
        r"\badd(?:ing)? value to your\b|\b(?:good|great|perfect|strong) fit (?:for|with) (?:you|your)\b|"
        r"\b(?:strategic|potential|possible|business) (?:partnership|collaboration|opportunit\w+)s?\b|"
        r"\bopen to (?:new|other|exciting) (?:opportunities|ideas|business|ventures)\b|\bdo(?:ing)? business\b|"
        r"\bexplor(?:e|ing) (?:\w+ ){0,2}(?:opportunit\w+|partnership|ways|collaboration)",
    ),
    (
        marked("probes for a problem"),
        0.35,
        r"\b(?:curious|wonder(?:ing|ed)?|like to know|love to know|wanted to (?:ask|see|know)) (?:\w+ ){0,2}?"
        r"(?:(?:how|what|who) (?:you|your (?:team|company|organi[sz]ation|firm))|"
        r"(?:if|whether) your (?:team|company|organi[sz]ation|firm))\b|\bstruggl(?:e|ing) (?:with|to)\b|"
        r"\btired of\b|\bpain[- ]points?\b|\bbiggest (?:challenge|problem|headache)\b|\bare you (?:currently )?"
        r"(?:looking (?:for|to)|using|happy with|the (?:right|best) person)|\b(?:right|best) person\b|"
        r"\bwho (?:handles|is responsible|looks after|manages|decides)\b|\bdecision[- ]makers?\b|\bin the market for\b|"
        r"\b(?:happy|satisfied) with your (?:current|present|existing)\b|\byour current (?:\w+ )?"
        r"(?:provider|supplier|vendor|system|process|setup|platform|lms)\b",
    ),
    (
        marked("wants to present"),
        0.45,
        r"\b(?:happy|glad|pleased) to (?:help|support|make|build|create|do|design|produce) "
        r"(?:you|your|the first|one|it)\b|"
        r"\b(?:love|like|want(?:ed)?|happy|keen|glad) to (?:show|introduce|present|tell|share|offer|invite|pitch) "
        r"(?:you|how|our|my|with you|some|a few)\b|\b(?:introduce|introducing) (?:you to )?(?:our|my)\b|"
        r"\btell you (?:more )?(?:about|how)\b|\bsee how (?:our|we|it)\b|\blet me (?:show|introduce|explain)\b",
    ),
    (
        marked("names who else buys"),
        0.4,
        r"\b(?:trusted|used|chosen|loved) by\b|\b(?:\d[\d,.]*\+?|three|four|five|several|many|dozens of|hundreds of|"
        r"thousands of|over \d[\d,.]*\+?) (?:\w+ )?(?:companies|clients|customers|teams|businesses|firms|brands|"
        r"organi[sz]ations|founders|leaders|coaches)\b|\bclients (?:like|such as|include)\b|\baward[- ]winning\b|"
        r"\bwon (?:\w+ )?awards?\b|"
        r"\b(?:market|industry|world)[- ]leading\b|\bleading provider\b|\bfortune \d+\b|"
        r"\b(?:have )?worked with (?:\w+ )?(?:companies|brands|clients)\b",
    ),
    (
        "presses",
        0.35,
        r"\bexclusive(?:ly)?\b|\binvite[- ]only\b|\b(?:limited|last|few|only \d+|remaining) (?:\w+ )?"
        r"(?:places|spots|seats|"
        r"slots|spaces)\b|\bhand-?picked\b|\bdon't miss\b|\bact (?:now|fast)\b|\bbefore (?:it's too late|prices)\b|"
        r"\bonce[- ]in[- ]a[- ]lifetime\b|\b(?:ends?|clos(?:e|es|ing)|expires?) (?:on |this |"
        r"next |in )?(?:"
        r"friday|monday|sunday|week|month|soon|today|tonight|midnight)\b|"
        r"\bsign up\b|\bregister (?:now|here|today|for free)\b|\bapply now\b|"
        r"\breply (?:yes|with|\"?interested)\b|\b(?:dm|message|text|whatsapp) me\b(?! back)|\bclick\b",
    ),
    (
        marked("uses sales words"),
        0.3,
        r"\b(?:ai|data)[- ](?:powered|driven|based)\b|\ball[- ]in[- ]one\b|\bcutting[- ]edge\b|\bnext[- ]gen\w*|"
        r"\bstate[- ]of[- ]the[- ]art\b|\bgame[- ]chang\w+|\brevolutioni\w+|\bseamless\w*|\bturn-?key\b|"
        r"\bend[- ]to[- ]end\b|\btailor(?:ed|-made)\b|\bbespoke\b|\bscalable\b|\baffordable\b|\bcost[- ]effective\b|"
        r"\bworld[- ]class\b|\bunlock\w*|\bsupercharge\w*|\btransform(?:s|ing)? (?:your|how)\b|\bnext level\b",
    ),
    (
        marked("opens on a trigger"),
        0.25,
        r"\b(?:noticed|saw|see|seen) (?:that )?(?:you(?:'re| are)|your (?:team|company|organi[sz]ation) is|\w+ is) "
        r"(?:\w+ )?(?:hiring|growing|expanding|scaling|recruiting|looking)\b|\bcongrat\w* on (?:the|your) "
        r"(?:\w+ )?(?:round|funding|raise|growth|launch|promotion|new role|new position|anniversary)\b",
    ),
    (
        marked("has a link"),
        0.2,
        r"https?://\S+|\bwww\.\S+|\bbit\.ly\S*|\b[\w-]+\.(?:com|io|co|net|ai|example)/\S+",
    ),
    (
        marked("recalls an encounter"),
        -0.6,
        r"\b(?:good|great|nice|lovely|enjoyed|pleasure) (?:to (?:meet|see)|meeting|seeing|talking|chatting|speaking)"
        r"(?: to| with)? you (?:at|in|on|last|again|yesterday|today)\b|\bwe (?:met|spoke|talked|chatted|sat|worked|"
        r"studied|overlapped|were)\b|\b(?:as|like) (?:we )?(?:discussed|promised|agreed)\b|\bremember me\b",
    ),
    (
        marked("is about a job"),
        -0.45,
        r"\b(?:role|vacanc(?:y|ies)|candidates?|recruit(?:er|ing)|internships?|placements?|apprenticeships?|job|"
        r"cv|resume|graduat(?:e|ed|ing)|position|head-?hunt\w*|career (?:change|move))\b",
    ),
    (
        marked("asks for advice or an exchange"),
        -0.4,
        r"\b(?:compar(?:e|ing) notes|swap(?:ping)? (?:ideas|notes|stories|experiences?)|pick your brain|"
        r"learn(?:ing)? from (?:you|your|each other|people)|your (?:advice|opinion|thoughts|perspective|view|take)|"
        r"dissertation|thesis|a student|phd|my research|exchange (?:ideas|notes|views|experiences?)|"
        r"(?:a|one|your) question (?:about|on)|how you (?:did|got|went|made|ended up|approached))\b",
    ),
    (
        marked("speaks of the reader's own work"),
        -0.35,
        r"\b(?:saw|heard|read|enjoyed|loved|watched|attended|listened to|liked|following|follow|appreciated) "
        r"(?:\w+ ){0,3}?your (?:\w+ ){0,3}?(?:talk|posts?|article|book|session|keynote|webinar|podcast|comments?|"
        r"workshop|paper|blog|piece|presentation|thread|question|answer|panel|slides|work)\b",
    ),
)
