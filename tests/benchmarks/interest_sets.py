"""Interests as professionals would put them, with the tags that count as each, for the calibration.

`(name, weight, keywords, labels)`; written from the names of the tags, before any post was scored.
A set is judged on the posts of `sites`: one site is hard, as all of it is about beer; all are easier.
Tags are noisy and narrow, so `COARSE_SETS` ask for whole sites, a clean and broad truth.
"""

from dataclasses import dataclass, replace
from itertools import combinations

from relevance.interests import Interest

__all__ = ["COARSE_SETS", "SETS", "InterestSet"]

ALL_SITES = ("ai", "beer", "coffee", "matheducators", "quantumcomputing")


@dataclass(frozen=True)
class InterestSet:
    """What one invented owner wants, and the sites whose posts are their feed."""

    name: str
    sites: tuple[str, ...]
    interests: tuple[Interest, ...]


def _set(
    name: str, sites: str, *rows: tuple[str, float, tuple[str, ...], tuple[str, ...]]
) -> InterestSet:
    chosen = ALL_SITES if sites == "all" else tuple(sites.split())
    return InterestSet(name, chosen, tuple(Interest(*row) for row in rows))


SETS = (
    _set(
        "teacher of mathematics",
        "matheducators",
        (
            "Motivating students",
            90,
            ("student motivation", "getting a class interested in mathematics"),
            (
                "student-motivation",
                "concept-motivation",
                "class-participation",
                "interactive-teaching",
            ),
        ),
        (
            "Assessment",
            80,
            ("exams and tests", "grading", "homework policy"),
            ("exams", "grading", "homework", "testing", "test-design", "assessment"),
        ),
        (
            "Teaching calculus",
            60,
            ("teaching calculus", "derivatives and integrals"),
            ("calculus",),
        ),
        ("Proofs and logic", -70, ("teaching proofs", "mathematical logic"), ("proofs", "logic")),
    ),
    _set(
        "school technology lead",
        "matheducators",
        (
            "Educational technology",
            100,
            ("technology in the classroom", "educational software", "online learning"),
            ("technology-in-education", "software", "online-instruction"),
        ),
        (
            "Young children",
            70,
            ("primary school mathematics", "elementary arithmetic", "gifted children"),
            ("primary-education", "gifted-students"),
        ),
        (
            "Curriculum",
            50,
            ("curriculum planning", "choosing a textbook", "course design"),
            ("curriculum", "course-design", "textbooks"),
        ),
    ),
    _set(
        "machine learning engineer",
        "ai",
        (
            "Neural networks",
            100,
            ("neural networks", "deep learning", "convolutional networks"),
            ("neural-networks", "deep-learning", "deep-network", "conv-neural-network", "training"),
        ),
        (
            "Natural language",
            80,
            ("natural language processing", "chat bots"),
            ("natural-language", "nlp", "language-processing", "chat-bots"),
        ),
        (
            "Computer vision",
            60,
            ("image recognition", "computer vision"),
            ("image-recognition", "computer-vision"),
        ),
        (
            "Philosophy of mind",
            -80,
            ("philosophy of artificial intelligence", "consciousness"),
            ("philosophy", "strong-ai", "turing-test"),
        ),
    ),
    _set(
        "ethics officer",
        "ai",
        (
            "Ethics of AI",
            100,
            ("ethics of artificial intelligence", "AI regulation and law", "AI safety"),
            ("ethics", "legal", "control-problem", "death"),
        ),
        (
            "Self-driving cars",
            70,
            ("self-driving cars", "autonomous vehicles"),
            ("self-driving", "cars"),
        ),
        (
            "General intelligence",
            60,
            ("artificial general intelligence", "human-like intelligence"),
            ("agi", "strong-ai", "human-like"),
        ),
    ),
    _set(
        "quantum software developer",
        "quantumcomputing",
        (
            "Quantum programming",
            100,
            ("quantum programming languages", "Qiskit", "Q#"),
            ("quantum-programming", "qiskit", "q#", "ibm-q-experience"),
        ),
        (
            "Algorithms",
            70,
            ("quantum algorithms", "Grover search", "Shor factoring"),
            ("quantum-algorithms", "grovers-algorithm", "shors-algorithm", "hhl-algorithm"),
        ),
        (
            "Annealing",
            -60,
            ("quantum annealing", "D-Wave"),
            ("quantum-annealing", "d-wave", "adiabatic-model"),
        ),
    ),
    _set(
        "security architect",
        "quantumcomputing",
        (
            "Cryptography",
            100,
            ("post-quantum cryptography", "quantum key distribution", "encryption"),
            ("cryptography", "post-quantum-crypto"),
        ),
        (
            "Error correction",
            60,
            ("quantum error correction", "noise and decoherence", "fault tolerance"),
            (
                "quantum-error-correction",
                "quantum-decoherence",
                "noise",
                "fault-tolerance",
                "stabilizer-code",
            ),
        ),
    ),
    _set(
        "brewer",
        "beer",
        (
            "Brewing",
            100,
            ("home brewing", "fermentation and yeast", "hops and malt"),
            ("brewing", "yeast", "hops", "ingredients", "fermentation"),
        ),
        (
            "Cellaring",
            60,
            ("storing beer", "aging beer", "bottle conditioning"),
            ("storage", "aging", "bottle-conditioning", "freshness"),
        ),
        ("Health", -80, ("alcohol and health", "hangovers"), ("health", "alcohol-level")),
    ),
    _set(
        "bar owner",
        "beer",
        (
            "Serving",
            100,
            ("serving beer", "glassware", "draught beer and kegs"),
            ("serving", "glassware", "draught", "keg", "temperature"),
        ),
        (
            "Food pairing",
            70,
            ("beer and food pairing", "cooking with beer"),
            ("pairing", "cooking"),
        ),
        ("Law and trade", 50, ("alcohol laws", "beer distribution"), ("laws", "distribution")),
    ),
    _set(
        "barista",
        "coffee",
        (
            "Espresso",
            100,
            ("espresso", "espresso machine", "milk and latte art"),
            ("espresso", "espresso-machine", "crema", "tamping", "milk", "latte"),
        ),
        (
            "Filter coffee",
            70,
            ("pour over coffee", "French press", "AeroPress", "cold brew"),
            (
                "drip-brew",
                "french-press",
                "aeropress",
                "pour-over",
                "cold-brew",
                "filter",
                "paper-filter",
            ),
        ),
        ("Health", -70, ("caffeine and health",), ("health", "caffeine")),
    ),
    _set(
        "coffee roaster",
        "coffee",
        (
            "Beans",
            90,
            ("coffee beans", "roasting", "coffee farming"),
            ("beans", "roasting", "bean-varieties", "whole-bean", "farming", "growing", "arabica"),
        ),
        ("Grinding", 60, ("coffee grinders", "ground coffee"), ("grinder", "ground-coffee")),
    ),
    _set(
        "learning professional with a hobby",
        "all",
        (
            "Teaching",
            90,
            ("teaching methods", "classroom management", "education research"),
            (
                "pedagogy",
                "classroom-management",
                "education-research",
                "interactive-teaching",
                "tutoring",
            ),
        ),
        (
            "Artificial intelligence",
            60,
            ("machine learning", "neural networks"),
            ("machine-learning", "neural-networks", "deep-learning", "deep-network"),
        ),
        ("Coffee", 40, (), ("espresso", "brewing-process", "drip-brew", "caffeine", "beans")),
        (
            "Beer",
            -100,
            ("beer", "breweries"),
            ("taste", "brewing", "breweries", "style", "ale", "stout"),
        ),
    ),
    _set(
        "technology investor",
        "all",
        (
            "Quantum computing",
            100,
            ("quantum computers", "qubits"),
            (
                "quantum-computer",
                "qubit",
                "quantum-speedup",
                "quantum-algorithms",
                "experimental-results",
            ),
        ),
        (
            "Autonomous machines",
            80,
            ("self-driving cars", "robots", "game playing"),
            ("self-driving", "cars", "robots", "gaming"),
        ),
        (
            "Drinks business",
            30,
            ("beer market", "breweries"),
            ("breweries", "distribution", "laws"),
        ),
        ("Education", -60, ("teaching", "students"), ("pedagogy", "undergraduate-education")),
    ),
    _set(
        "home cook",
        "all",
        (
            "Beer at table",
            90,
            ("beer and food", "beer tasting"),
            ("pairing", "cooking", "tasting", "taste", "flavor", "recommendations"),
        ),
        (
            "Coffee at home",
            80,
            ("brewing coffee at home", "coffee equipment"),
            ("brewing-process", "equipment", "french-press", "espresso", "moka", "storage"),
        ),
        (
            "Maths for children",
            50,
            ("helping children with mathematics",),
            ("primary-education", "tutoring", "gifted-students", "secondary-education"),
        ),
    ),
    _set(
        "lecturer",
        "matheducators quantumcomputing ai",
        (
            "Courses",
            100,
            ("designing a university course", "large lectures"),
            ("course-design", "large-lecture", "undergraduate-education", "graduate-education"),
        ),
        (
            "Linear algebra",
            70,
            ("linear algebra", "matrices"),
            ("linear-algebra", "matrix-representation"),
        ),
        ("History of the field", 50, ("history of science",), ("history",)),
        (
            "Entanglement",
            60,
            ("quantum entanglement", "Bell states"),
            ("quantum-entanglement",),
        ),
        ("Homework questions", -50, ("homework help",), ("homework",)),
    ),
)

_WHOLE_SITES = (
    Interest(
        "Artificial intelligence",
        100,
        ("machine learning", "neural networks", "artificial intelligence"),
        ("site:ai",),
    ),
    Interest("Beer", 80, ("beer", "craft breweries", "home brewing"), ("site:beer",)),
    Interest("Coffee", 60, ("coffee", "espresso", "roasting and grinding beans"), ("site:coffee",)),
    Interest(
        "Mathematics education",
        90,
        ("teaching mathematics", "classroom and students", "pedagogy"),
        ("site:matheducators",),
    ),
    Interest(
        "Quantum computing",
        70,
        ("quantum computers", "qubits and quantum gates", "quantum algorithms"),
        ("site:quantumcomputing",),
    ),
)


def _coarse() -> tuple[InterestSet, ...]:
    sets = []
    for size in (1, 2, 3):
        for wanted in combinations(_WHOLE_SITES, size):
            unwanted = next(one for one in _WHOLE_SITES if one not in wanted)
            name = " and ".join(one.name for one in wanted)
            sets.append(InterestSet(name, ALL_SITES, wanted))
            disliked = (*wanted, replace(unwanted, weight=-70))
            sets.append(InterestSet(f"{name}, less {unwanted.name}", ALL_SITES, disliked))
    return tuple(sets)


COARSE_SETS = _coarse()
