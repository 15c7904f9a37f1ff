"""When two short texts say something similar, in English, French and German, with typing errors and without accents.

A text is a set of features: the concepts of its words (bike, vélo and Fahrrad are one), its words without endings, and
the three-letter pieces of the words of its title, which survive a typing error. Similar is the cosine of two such sets,
each feature weighing the more the fewer texts have it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache

WORD = re.compile(r"[a-z0-9]+")
VOWELS = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"))
ENDINGS = ("ungen", "ements", "ement", "ings", "ung", "ing", "ern", "es", "en", "er", "em", "s", "x", "e", "n")
STEM, TEXT_WORDS, TITLE_WORDS, TEXT_SIGNS = 4, 60, 30, 500
STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "in",
        "is",
        "it",
        "its",
        "more",
        "new",
        "of",
        "on",
        "or",
        "our",
        "some",
        "that",
        "the",
        "their",
        "there",
        "these",
        "this",
        "to",
        "we",
        "with",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "dans",
        "de",
        "des",
        "du",
        "elle",
        "en",
        "est",
        "et",
        "il",
        "la",
        "le",
        "les",
        "leur",
        "mais",
        "nos",
        "notre",
        "ou",
        "par",
        "pas",
        "plus",
        "pour",
        "que",
        "qui",
        "sa",
        "se",
        "ses",
        "son",
        "sont",
        "sur",
        "un",
        "une",
        "vers",
        "al",
        "als",
        "am",
        "an",
        "auch",
        "auf",
        "aus",
        "bei",
        "das",
        "dem",
        "den",
        "der",
        "des",
        "die",
        "ein",
        "eine",
        "einem",
        "einen",
        "einer",
        "eines",
        "er",
        "es",
        "fur",
        "gegen",
        "hier",
        "im",
        "ist",
        "ich",
        "ihr",
        "kein",
        "mehr",
        "mit",
        "nach",
        "neu",
        "neue",
        "nicht",
        "noch",
        "oder",
        "sich",
        "sie",
        "sind",
        "so",
        "und",
        "uns",
        "vom",
        "von",
        "vor",
        "was",
        "wir",
        "wird",
        "zu",
        "zum",
        "zur",
        "uber",
        "unter",
    ]
)
# One line, one thing that cities are asked for. Words that begin so mean it.
CONCEPTS = [
    "",
    "bike bicycle cycl fahrrad radfahr radweg radstander velo cyclab cyclist leeze",
    "tree arbre baum linden",
    "bench banc sitzbank parkbank",
    "charg ladesaul ladestation ladepunkt borne recharg",
    "car auto voiture automobil pkw",
    "bus autobus omnibus",
    "train zug rail",
    "stop haltestell arret",
    "station bahnhof gare",
    "park garten garden jardin grunanlage grunflach",
    "playground spielplatz aires aire spielgerat",
    "school schule ecol grundschul",
    "road street strass rue chausse fahrbahn",
    "pedestrian fussganger pieton footpath trottoir gehweg burgersteig sidewalk pavement",
    "crossing zebrastreif passage ubergang kreuzung carrefour",
    "light lamp latern eclairag licht beleuchtung reverber",
    "water wasser eau brunnen fountain fontain trinkwasser",
    "waste bin trash mull abfall dechet poubell papierkorb",
    "noise larm bruit",
    "air luft",
    "flat housing wohnung wohnen logement",
    "shop laden magasin geschaft",
    "library bibliothek bibliothequ mediathek",
    "swimming schwimmbad freibad piscin baignade",
    "sport turnhall gymnas stadion stade",
    "dog hund chien",
    "bee biene abeill",
    "flower blum fleur blumen",
    "shade schatten ombre",
    "toilet wc klo sanitair",
    "speed tempo vitess geschwindigkeit",
    "parking parkplatz stationnement parkhaus",
    "market markt marche",
    "river fluss riviere kanal canal",
    "bridge bruck pont",
    "child kind enfant kinder",
    "old senior alter aine rentner",
    "young jugend jeune youth",
    "wheelchair rollstuhl fauteuil barrierefrei accessib",
    "solar photovolta",
    "roof dach toit",
    "allotment schrebergart",
    "",
]
BY_WORD = {word: names[0] for names in (line.split() for line in CONCEPTS if line.strip()) for word in names}
LONGEST_CONCEPT = max(map(len, BY_WORD))
LONG_WORDS = [word for word in BY_WORD if len(word) > STEM]
ALMOST = 0.82
PARTS_OF_COMPOUNDS = {word: name for word, name in BY_WORD.items() if len(word) >= STEM}


def plain(text: str) -> str:
    """Small letters without accents; ä, ae and a are one, as are ß and ss."""
    bare = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    for written, meant in VOWELS:
        bare = bare.replace(written, meant)
    return bare


def words(text: str, most: int) -> list[str]:
    return [word for word in WORD.findall(plain(text)) if len(word) > 1 and word not in STOP][:most]


def stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM:
            return word[: -len(ending)]
    return word


def concepts(word: str) -> Iterator[str]:
    """What a word is about: the longest concept that it begins with, and for compounds those inside it."""
    for length in range(min(len(word), LONGEST_CONCEPT), 2, -1):
        if word[:length] in BY_WORD and (length == len(word) or length >= STEM or len(word) - length <= 2):  # noqa: PLR2004 (an ending)
            yield BY_WORD[word[:length]]
            break
    if len(word) > 2 * STEM:
        yield from (name for part, name in PARTS_OF_COMPOUNDS.items() if part in word[2:])


def pieces(word: str) -> Iterator[str]:
    padded = f" {word} "
    yield from (padded[at : at + 3] for at in range(len(padded) - 2))


@lru_cache(maxsize=50_000)
def of_title(word: str) -> tuple[str, ...]:
    return (*(f"#{name}" for name in concepts(word)), f"w{stem(word)}", *pieces(word))


@lru_cache(maxsize=50_000)
def of_text(word: str) -> str:
    return f"w{stem(word)}"


@lru_cache(maxsize=10_000)
def meant(word: str) -> tuple[str, ...]:
    """The concept that a word with a typing error probably means; none where it means one as it stands."""
    if len(word) <= STEM or any(concepts(word)):
        return ()
    return tuple(f"#{BY_WORD[one]}" for one in get_close_matches(word, LONG_WORDS, n=1, cutoff=ALMOST))


def asked(title: str, text: str = "") -> frozenset[str]:
    """What is looked for: as `features`, and what is meant by words with typing errors."""
    also = (one for word in words(title, TITLE_WORDS) for one in meant(word[:40]))
    return features(title, text) | frozenset(also)


def features(title: str, text: str = "") -> frozenset[str]:
    """What is compared. The title counts with its spelling, the text with its words only."""
    found: set[str] = set()
    for word in words(title, TITLE_WORDS):
        found.update(of_title(word))
    found.update(of_text(word) for word in words(text[:TEXT_SIGNS], TEXT_WORDS))
    return frozenset(found)
