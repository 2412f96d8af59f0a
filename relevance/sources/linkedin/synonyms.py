"""Names of columns in other languages than English, as LinkedIn's pages word them.

No export with such a header was ever seen: accounts in all languages get English ones. Somebody may have translated the
first line by hand, or LinkedIn may come to.
"""

from relevance.sources.text import normalise

__all__ = ["column_name"]

_WORDED = {
    "First Name": "Vorname, Prénom, Nombre, Nome, Voornaam, Förnamn, Fornavn, Imię",
    "Last Name": "Nachname, Nom, Nom de famille, Apellidos, Apellido, Sobrenome, Cognome, Achternaam, Efternamn, "
    "Etternavn, Efternavn, Nazwisko",
    "Email Address": "E-Mail-Adresse, E-Mail, Adresse e-mail, Correo electrónico, "
    "Dirección de correo electrónico, Endereço de e-mail, Indirizzo e-mail, E-mailadres, E-postadress",
    "Company": "Unternehmen, Firma, Entreprise, Société, Empresa, Azienda, Bedrijf, Företag, Virksomhed",
    "Position": "Poste, Fonction, Cargo, Puesto, Posizione, Functie, Befattning, Stilling, Stanowisko",
    "Connected On": "Verbunden am, Vernetzt am, Verknüpft am, Connecté le, En relation depuis le, Conectado el, "
    "Fecha de conexión, Conectado em, Collegato il, Verbonden op, Ansluten den",
}
_ENGLISH = {
    normalise(one.strip()): normalise(english)
    for english, others in _WORDED.items()
    for one in others.split(",")
}


def column_name(header: str) -> str:
    """Return a column name as it is compared (see `normalise`), in English where it is known in another language."""
    plain = normalise(header)
    return _ENGLISH.get(plain, plain)
