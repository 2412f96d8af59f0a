"""Languages of posts: told where the text tells them, left open where it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relevance.languages import UNDETERMINED, detect_languages

POSTS = {
    "en": (
        "Onboarding works best when the manager is there on day one.",
        "We redesigned our compliance course and completion doubled. Here is what we learned.",
        "Great post, thanks for sharing!",
        "Hiring: two learning designers in Leeds",
        "New xAPI release candidate is out",
        "L&D is not an order taker",
        "Happy to share our whitepaper #learning #elearning #skills https://example.org/paper",
    ),
    "de": (
        "Wir haben unsere Schulung neu gestaltet und die Abschlussquote verdoppelt.",
        "Gute Führung beginnt mit Zuhören.",
        "Vielen Dank an alle, die gestern dabei waren! #learning",
    ),
    "fr": (
        "Nous avons revu notre parcours de formation et les résultats sont là.",
        "Merci à toute l'équipe pour ce beau projet",
    ),
    "es": (
        "Hemos rediseñado nuestro curso y la participación se ha duplicado.",
        "El aprendizaje en el trabajo empieza con buenas preguntas.",
    ),
    "it": ("Abbiamo ripensato la formazione dei nuovi assunti con risultati sorprendenti.",),
    "pt": ("Redesenhamos o nosso curso e a participação duplicou em três meses.",),
    "nl": ("We hebben onze cursus vernieuwd en het aantal deelnemers is verdubbeld.",),
    "sv": ("Vi har gjort om vår kurs och antalet deltagare har fördubblats.",),
    "da": ("Vi har lavet vores kursus om, og antallet af deltagere er fordoblet.",),
    "fi": ("Uudistimme kurssimme ja osallistujien määrä kaksinkertaistui.",),
    "pl": ("Przebudowaliśmy nasz kurs i liczba uczestników się podwoiła.",),
    "tr": ("Kursumuzu yeniden tasarladık ve katılım iki katına çıktı.",),
    "ru": ("Мы переделали наш курс, и число участников удвоилось.",),
    "el": ("Ανανεώσαμε το μάθημά μας και οι συμμετοχές διπλασιάστηκαν.",),
    "ja": ("研修を見直したところ、参加者が二倍になりました。",),
    "zh": ("我们重新设计了课程，参加人数翻了一番。",),
    "ko": ("교육 과정을 다시 설계했더니 참가자가 두 배로 늘었습니다.",),
    "ar": ("أعدنا تصميم الدورة التدريبية وتضاعف عدد المشاركين.",),
    "hi": ("हमने अपने पाठ्यक्रम को नया रूप दिया और प्रतिभागियों की संख्या दोगुनी हो गई।",),
}
TOO_SHORT = (
    "",
    "Wow!",
    "OK",
    "🎉🎉🎉",
    "https://example.org/ein/langer/deutscher/pfad",
    "@ana @ben @cleo thx",
    "#leadership",
    "Congrats Ana",
    "Ja!",
    "12.5.2026",
    "Müller GmbH",
    "Danke!",
    "谢谢",
    "SCORM 2004 xAPI LTI cmi5",
    "Ana Petrova, Nordwind Berlin",
)


@pytest.mark.parametrize("language", POSTS)
def test_posts_are_told_in_their_language(language: str) -> None:
    assert detect_languages(POSTS[language]) == [language] * len(POSTS[language])


@pytest.mark.parametrize("text", TOO_SHORT)
def test_what_is_too_short_to_tell_is_left_open(text: str) -> None:
    assert detect_languages([text]) == [UNDETERMINED]


def test_a_post_that_says_it_twice_is_english_where_english_comes_first() -> None:
    english = " ".join(POSTS["en"][:2])
    assert detect_languages([f"{english}\n\n{POSTS['de'][0]}"]) == ["en"]


def test_a_long_post_counts_by_what_most_of_it_is_in() -> None:
    # The beginning alone would tell English for certain only where it is; a German post stays German.
    text = "Learning & Development, Teil 3: " + " ".join(POSTS["de"]) + " " + POSTS["de"][0]
    assert detect_languages([text]) == ["de"]


def test_equal_texts_and_other_company_change_nothing() -> None:
    texts = [text for listed in POSTS.values() for text in listed]
    alone = [detect_languages([text])[0] for text in texts]
    assert detect_languages(texts) == alone
    assert detect_languages([*reversed(texts), *texts])[len(texts) :] == alone


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_has_a_code_and_always_the_same(text: str) -> None:
    code = detect_languages([text])[0]
    assert 2 <= len(code) <= 3
    assert code.isalpha()
    assert detect_languages([text, text]) == [code, code]
