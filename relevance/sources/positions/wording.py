"""Words by which lines of a profile or a CV are told apart: headings, buttons, titles, organisations, degrees."""

import re
from typing import Literal

__all__ = [
    "Section",
    "heading_of",
    "is_degree",
    "is_description",
    "is_kind_of_work",
    "is_of_the_page",
    "is_organisation",
    "is_school",
    "is_title",
    "is_way_of_work",
    "logo_of",
]

Section = Literal["employer", "school", "other"]

_HEADINGS: dict[Section, str] = {
    "employer": "experience|work experience|professional experience|employment|employment history|work history|career|"
    "career history|positions|jobs|volunteering|volunteer experience|berufserfahrung|beruflicher werdegang|werdegang|"
    "berufliche laufbahn|expérience|expériences|expérience professionnelle|expériences professionnelles|experiencia|"
    "experiencia laboral|experiencia profesional|experiência|experiência profissional|esperienza|"
    "esperienze lavorative|esperienza lavorativa|ervaring|werkervaring|erfarenhet|arbetslivserfarenhet|erfaring|"
    "erhvervserfaring|arbeidserfaring|työkokemus|doświadczenie|doświadczenie zawodowe|опыт работы",
    "school": "education|education and training|education & training|studies|schooling|ausbildung|bildung|bildungsweg|"
    "studium|formation|formations|études|formación|educación|formación académica|formação|formação acadêmica|"
    "formação académica|educação|formazione|istruzione|opleiding|opleidingen|utbildning|uddannelse|utdanning|koulutus|"
    "wykształcenie|образование",
    "other": "about|activity|featured|highlights|services|summary|profile|contact|skills|top skills|"
    "licenses & certifications|licenses and certifications|certifications|certificates|languages|recommendations|"
    "interests|publications|courses|projects|honors & awards|honors and awards|honours and awards|awards|"
    "organizations|organisations|causes|patents|test scores|people also viewed|people you may know|references|hobbies|"
    "kenntnisse|sprachen|zertifikate|veröffentlichungen|projekte|compétences|langues|certifications et licences|"
    "centres d’intérêt|aptitudes|idiomas|competências|competenze|lingue|vaardigheden|talen|kunskaper|språk",
}
_HEADING_OF: dict[str, Section] = {
    word: section for section, words in _HEADINGS.items() for word in words.split("|")
}
_PAGE = re.compile(
    r"^(?:…|\.\.\.)?\s*(?:show (?:all|more|less|credential)\b.*|see (?:all|more|less)\b.*|(?:…|\.\.\.)\s*(?:see )?more|"
    r"thumbnail .*|add (?:position|education|section|experience)|company name|dates? employed|employment duration|"
    r"total duration|location|title|dates attended.*|degree name|field of study|alle \d* ?anzeigen|"
    r"mehr anzeigen|voir plus|afficher .*|mostrar (?:más|todo|todas|tudo|mais).*|ver (?:más|mais)|·|•|[-–—_=*]{2,})$",
    re.IGNORECASE,
)
_LOGO = re.compile(
    r"^(?:logo (?:of|von|de)\s+)?(?P<name>.{2,100}?)(?:['’]s?)?\s+(?:company\s+|school\s+)?logo$",
    re.IGNORECASE,
)
_KIND_OF_WORK = re.compile(
    r"^(?:full-?\s?time|part-?\s?time|self-?\s?employed|freelance|contract|internship|apprenticeship|seasonal|permanent|"
    r"temporary|traineeship|vollzeit|teilzeit|befristet|praktikum|freiberuflich|selbstständig|festanstellung|"
    r"temps plein|temps partiel|cdi|cdd|stage|alternance|indépendant|jornada completa|media jornada|autónomo|"
    r"tempo integral|meio período|tempo pieno|voltijd|deeltijd|heltid|deltid|on-?site|hybrid|remote)$",
    re.IGNORECASE,
)
_WAY_OF_WORK = re.compile(r"^(?:on-?site|hybrid|remote)$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:grade|skills?|activities(?: and societies)?|description|responsibilities|achievements?|key\b.*|thesis|"
    r"technologies|tools|note|abschlussnote|kenntnisse|compétences|aptitudes|competências)\s*:",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—*•‣◦▪●○·>✓➢]|\d{1,2}[.)])\s+")
_LONGEST = 110

_ORGANISATION = re.compile(
    r"(?:^|\s)(?:ltd|limited|inc|plc|llc|llp|gmbh|mbh|ag|kg|e\.?\s?v|s\.?a\.?s?|s\.?r\.?l|s\.?l|b\.?v|n\.?v|oy|a/s|a\.?b|corp|"
    r"co|pty|pvt|kk)\.?$|(?<![^\W_])(?:council|group|bank|hospital|trust|foundation|association|society|company|agency|"
    r"ministry|department|museum|library|studios?|labs?|laborator\w+|nhs|solutions|services|systems|holdings?|"
    r"industries|partners|publish(?:ing|ers)|press|rail|railways|airlines|insurance|charity|church|guild|institute?|"
    r"university|college|academy|school|verlag|stiftung|werke|verein|amt|ministerium|universität|hochschule)(?![^\W_])",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"(?<![^\W_])(?:universit\w*|univ|uni|college|school|institute|institut|academy|akademie|polytechnic\w*|politecnico|"
    r"hochschule|fachhochschule|berufsschule|gymnasium|realschule|gesamtschule|lycée|école|ecole|faculté|iut|"
    r"universidad|instituto|escuela|colegio|universidade|escola|scuola|liceo|hogeschool|högskola\w*|universitet\w*|"
    r"uniwersytet|yliopisto|университет\w*)(?![^\W_])|\w+(?:schule|akademie|kolleg|universität)(?![^\W_])|大学|学院|대학교",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"(?<![^\W_])(?:b\.?a|b\.?sc|bs|m\.?a|m\.?sc|ms|m\.?ed|b\.?ed|b\.?eng|m\.?eng|mba|mphil|llb|llm|ph\.?d|dphil|edd|md|pgce|"
    r"pgcert|pgdip|hnd|hnc|nvq|gcses?|a[-\s]levels?|o[-\s]levels?|bachelor\w*|bsc|master['’]?s?|diploma?|diplom\w*|"
    r"doctorate|doctor|degree|foundation degree|certificate|abitur|magister|staatsexamen|promotion|licence|"
    r"licenciatura|grado|baccalaur\w*|laurea|kandidat\w*|magisterium)(?![^\W_])",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?<![^\W_])(?:head of|director|manager|trainer|teacher|lecturer|professor|consultant|engineer|developer|designer|"
    r"analyst|officer|assistant|coordinator|co-ordinator|specialist|advis[eo]r|lead|leader|team lead|coach|facilitator|"
    r"interns?|internship|trainee|apprentice|owner|founder|co-?founder|president|chair|chairman|chairwoman|secretary|"
    r"clerk|nurse|editor|writer|author|administrator|executive|representative|technician|supervisor|researcher|fellow|"
    r"tutor|instructor|accountant|architect|programmer|scientist|associate|ceo|cto|cfo|coo|freelancer?|volunteer|"
    r"buyer|seller|driver|worker|producer|photographer|translator|interpreter|recruiter|planner|controller|"
    r"employee|staff|member|student|leiter(?:in)?|referent(?:in)?|trainerin|berater(?:in)?|entwickler(?:in)?|"
    r"mitarbeiter(?:in)?|werkstudent(?:in)?|praktikant(?:in)?|geschäftsführer(?:in)?|lehrer(?:in)?|dozent(?:in)?|"
    r"responsable|format(?:eur|rice)|direct(?:eur|rice)|chargée?|chef(?:fe)?|enseignante?|gerente|profesora?|"
    r"formadora?|directora?|docente|diretora?|professora?|\w+(?:ist|ian|eer))(?![^\W_])",
    re.IGNORECASE,
)


def heading_of(line: str) -> Section | None:
    """Return which section a line begins, null where it is no heading."""
    return _HEADING_OF.get(line.casefold().strip(" :#*=").replace("'", "’"))


def is_of_the_page(line: str) -> bool:
    """Return whether a line is a button or a label of the page, not something the person wrote."""
    return bool(_PAGE.match(line))


def logo_of(line: str) -> str | None:
    """Return whose logo a picture's caption names ("Fenland Water logo"), else null."""
    found = _LOGO.match(line)
    return found["name"] if found else None


def is_kind_of_work(text: str) -> bool:
    """Return whether a text is "Full-time", "Internship", "Remote" and the like, and nothing else."""
    return bool(_KIND_OF_WORK.match(text.strip()))


def is_way_of_work(text: str) -> bool:
    """Return whether a text says whether somebody worked on-site, hybrid or remote, and no place."""
    return bool(_WAY_OF_WORK.match(text.strip()))


def is_description(line: str) -> bool:
    """Return whether a line tells what somebody did: a sentence, a bullet, a label with its value."""
    words = line.split()
    if _BULLET.match(line) or _LABEL.match(line) or len(line) > _LONGEST:
        return True
    ends = line[-1:] in {".", ";", ":", "!", "…"}
    is_sentence = ends and (len(words) > 3 or (len(words) == 3 and not is_organisation(line)))
    return is_sentence or ". " in line[4:] or (line[:1].islower() and len(words) > 3)


def is_organisation(text: str) -> bool:
    """Return whether a text looks like an employer or school by a legal form or a word such as "Council"."""
    return bool(_ORGANISATION.search(text.strip(" ,")))


def is_school(text: str) -> bool:
    """Return whether a text looks like a place to study at."""
    return bool(_SCHOOL.search(text))


def is_degree(text: str) -> bool:
    """Return whether a text looks like a degree."""
    return bool(_DEGREE.search(text))


def is_title(text: str) -> bool:
    """Return whether a text looks like a job title."""
    return bool(_TITLE.search(text))
