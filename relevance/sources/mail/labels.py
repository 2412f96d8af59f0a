"""Gmail's own labels, and folders of mail programs, in the language of whoever uses them."""

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["folder_of", "is_sent", "why_left_out"]

_SPAM = """
spam, junk, junk mail, junk e-mail, junk email, bulk mail, junk-e-mail, spamverdacht, pourriel,
courrier indésirable, indésirables, correo no deseado, correo basura, correu brossa, lixo eletrônico,
lixo eletrónico, posta indesiderata, ongewenste e-mail, skräppost, søppelpost, uønsket post, uønsket e-mail,
uønsket mail, roskaposti, ruslpóstur, wiadomości-śmieci, niechciane, nevyžádaná pošta, nevyžiadaná pošta,
levélszemét, mesaje nedorite, istenmeyen posta, gereksiz, спам, нежелательная почта, небажана пошта,
нежелана поща, ανεπιθύμητα, ανεπιθύμητη αλληλογραφία, neželjena pošta, непожељно, vsiljena pošta, šlamštas,
mēstules, surogātpasts, rämpspost, zaborra, 迷惑メール, 垃圾邮件, 垃圾郵件, 스팸, 스팸함, ספאם, דואר זבל,
البريد العشوائي, الرسائل غير المرغوب فيها, غير مرغوب فيه, هرزنامه, स्पैम, จดหมายขยะ, thư rác
"""
_TRASH = """
trash, bin, deleted, deleted items, deleted messages, papierkorb, gelöschte elemente, gelöschte objekte,
gelöscht, corbeille, éléments supprimés, messages supprimés, papelera, papelera de reciclaje,
elementos eliminados, eliminados, paperera, lixeira, lixo, itens excluídos, itens eliminados, cestino,
posta eliminata, elementi eliminati, prullenbak, verwijderde items, papperskorgen, borttagna objekt, papirkurv,
papirkurven, slettede elementer, slettet post, slettede objekter, roskakori, poistetut, rusl, kosz,
elementy usunięte, koš, kôš, odstraněná pošta, odstránená pošta, kuka, lomtár, törölt elemek, coș de gunoi,
coşul de gunoi, coș, elemente șterse, çöp kutusu, çöp, silinmiş öğeler, корзина, удаленные, удалённые, кошик,
видалені, кошче, изтрити, κάδος απορριμμάτων, κάδος, διαγραμμένα, smeće, otpad, отпад, смеће, smetnjak,
šiukšliadėžė, šiukšlinė, atkritne, miskaste, prügikast, zakarrontzia, ゴミ箱, 已删除邮件, 已刪除的郵件, 回收站,
垃圾箱, 垃圾桶, 휴지통, אשפה, פח אשפה, المهملات, سلة المهملات, زباله دان, ट्रैश, बिन, ถังขยะ, thùng rác, sampah,
tong sampah
"""
_DRAFTS = """
draft, drafts, entwurf, entwürfe, brouillon, brouillons, borrador, borradores, esborrany, esborranys, rascunho,
rascunhos, bozza, bozze, concepten, utkast, kladde, kladder, udkast, luonnos, luonnokset, drög, wersja robocza,
wersje robocze, kopie robocze, szkice, koncept, koncepty, rozepsané, rozpísané, piszkozat, piszkozatok, schiță,
schițe, ciorne, mesaje nefinalizate, taslak, taslaklar, черновик, черновики, чернетка, чернетки, чернова,
чернови, πρόχειρο, πρόχειρα, skice, nacrt, nacrti, недовршене, osnutek, osnutki, juodraštis, juodraščiai,
melnraksts, melnraksti, mustand, mustandid, zirriborroak, 下書き, 草稿, 草稿箱, 草稿匣, 임시보관함, 임시 보관함,
טיוטה, טיוטות, مسودة, المسودات, مسودات, پیش نویس ها, ड्राफ़्ट, ร่างจดหมาย, จดหมายร่าง, ร่าง, thư nháp, nháp,
draf, konsep
"""
_CHATS = """
chat, chats, hangouts, clavardage, bate-papo, bate-papos, czat, czaty, chatt, chattar, chatbeskeder, nettprat,
chatit, csevegés, csevegések, sohbet, sohbetler, чат, чаты, чати, чатове, συνομιλία, συνομιλίες, klepet,
pokalbiai, tērzēšana, vestlus, チャット, 聊天, 聊天室, 聊天记录, 即時通訊, 채팅, צ'אט, צ'אטים, دردشة, الدردشات,
चैट, แชท, trò chuyện, obrolan, sembang
"""
_SENT = """
sent, sent mail, sent items, sent messages, gesendet, gesendete objekte, gesendete elemente, envoyés,
messages envoyés, éléments envoyés, enviados, correo enviado, elementos enviados, enviats, e-mails enviados,
itens enviados, inviati, posta inviata, verzonden, verzonden items, skickat, skickade, sendt, sendte elementer,
lähetetyt, wysłane, odeslaná pošta, odeslané, odoslané, elküldött üzenetek, elküldött, trimise, mesaje trimise,
gönderilmiş postalar, gönderilmiş öğeler, gönderilenler, отправленные, надіслані, изпратени, απεσταλμένα,
poslano, послато, poslana pošta, išsiųsta, išsiųsti, nosūtītie, saadetud, 送信済み, 送信済みメール, 已发邮件,
已发送, 寄件備份, 보낸편지함, 보낸 편지함, דואר יוצא, נשלח, البريد المرسل, المرسلة, ارسال شده, भेजे गए,
भेजी गई मेल, จดหมายที่ส่งแล้ว, ส่งแล้ว, thư đã gửi, đã gửi, terkirim, dihantar
"""
# "Category Promotions", „Kategorie "Werbung"“, 「カテゴリ プロモーション」
_CATEGORY = re.compile(
    r"categ|kategor|catég|luokka|κατηγορία|катег|カテゴリ|分类|分類|類別|카테고리|קטגורי|فئة|श्रेणी|danh mục"
)
_PROMOTIONS = re.compile(
    r"promo|werbung|reklam|reclame|aanbied|oferty|tarjou|kampan|erbjud|προσφορ|προωθ|промо|プロモ|推广|推廣|促銷|促销|"
    r"프로모|קידומי|ترويج|العروض|प्रचार|quảng cáo"
)
_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")
_QUOTES = "\"'“”„«» "


def _compared(label: str) -> str:
    return " ".join(unicodedata.normalize("NFC", label).casefold().strip(_QUOTES).split())


def _words(listed: str) -> frozenset[str]:
    return frozenset(_compared(one) for one in listed.replace("\n", " ").split(",") if one.strip())


_REASONS = {
    "spam": _words(_SPAM),
    "trash": _words(_TRASH),
    "draft": _words(_DRAFTS),
    "chat": _words(_CHATS),
}
_SENT_LABELS = _words(_SENT)


def why_left_out(labels: Iterable[str]) -> str | None:
    """Return why mail with these labels, or in a folder of such a name, is no contact, or null."""
    compared = {_compared(label) for label in labels}
    for reason, words in _REASONS.items():
        if compared & words:
            return reason
    if any(_CATEGORY.search(one) and _PROMOTIONS.search(one) for one in compared):
        return "newsletter"
    return None


def is_sent(labels: Iterable[str]) -> bool:
    """Return whether one of these labels says that the owner of the mailbox sent it."""
    return any(_compared(label) in _SENT_LABELS for label in labels)


def folder_of(path: str) -> list[str]:
    """Return what the path of a file says of the mail in it, as labels: its folder, and its flags in a Maildir."""
    *folders, name = path.replace("\\", "/").split("/")
    labels = []
    if folders and folders[-1] in {"cur", "new"}:
        labels += [folders[-2].rpartition(".")[2]] if len(folders) > 1 else []
        flags = found.group(1) if (found := _FLAGS.search(name)) else ""
        labels += [label for flag, label in (("T", "trash"), ("D", "draft")) if flag in flags]
    elif not name.casefold().endswith(".eml"):
        labels.append(name[:-5] if name.casefold().endswith(".mbox") else name)
    return labels
