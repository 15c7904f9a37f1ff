"""The EU's thirteen data themes, with their labels.

Source: EU Publications Office, authority table "data-theme".
"""

from __future__ import annotations

from civora.catalog.errors import UnknownTheme
from civora.catalog.types import ThemeCard

URI = "http://publications.europa.eu/resource/authority/data-theme/"
LABELS: dict[str, dict[str, str]] = {
    "AGRI": {"en": "Agriculture and food", "fr": "Agriculture et alimentation", "de": "Landwirtschaft und Ernährung"},
    "ECON": {"en": "Economy and finance", "fr": "Économie et finances", "de": "Wirtschaft und Finanzen"},
    "EDUC": {"en": "Education, culture and sport", "fr": "Éducation, culture et sport", "de": "Bildung, Kultur und Sport"},
    "ENER": {"en": "Energy", "fr": "Énergie", "de": "Energie"},
    "ENVI": {"en": "Environment", "fr": "Environnement", "de": "Umwelt"},
    "GOVE": {"en": "Government and public sector", "fr": "Gouvernement et secteur public", "de": "Regierung und öffentlicher Sektor"},
    "HEAL": {"en": "Health", "fr": "Santé", "de": "Gesundheit"},
    "INTR": {"en": "International issues", "fr": "Questions internationales", "de": "Internationale Themen"},
    "JUST": {"en": "Justice and safety", "fr": "Justice et sécurité", "de": "Justiz und Sicherheit"},
    "REGI": {"en": "Regions and cities", "fr": "Régions et villes", "de": "Regionen und Städte"},
    "SOCI": {"en": "Population and society", "fr": "Population et société", "de": "Bevölkerung und Gesellschaft"},
    "TECH": {"en": "Science and technology", "fr": "Science et technologie", "de": "Wissenschaft und Technologie"},
    "TRAN": {"en": "Transport", "fr": "Transports", "de": "Verkehr"},
}  # fmt: skip


def theme(key: str, lang: str = "en") -> ThemeCard:
    """The theme of that code or label, in any of our languages. Raises UnknownTheme."""
    wanted = key.strip().casefold()
    for code, labels in LABELS.items():
        if wanted == code.casefold() or wanted in {label.casefold() for label in labels.values()}:
            return ThemeCard(code, labels.get(lang, labels["en"]), URI + code)
    raise UnknownTheme(f"{key[:80]!r} is not a theme.", next_step=f"Use one of: {', '.join(LABELS)}.")
