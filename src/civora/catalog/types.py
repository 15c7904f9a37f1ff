"""What crosses the catalogue's door."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from civora.core.schema import Schema

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LicenceCard:
    key: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ThemeCard:
    """`key` is the code of the EU data theme (TRAN), `uri` its address."""

    key: str
    label: str
    uri: str = ""


@dataclass(frozen=True, slots=True)
class PublisherCard:
    key: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    """A file beside the rows. `checksum` names its bytes."""

    key: str
    title: str
    media_type: str
    bytes: int
    checksum: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in several languages. `original` is the language it was written in."""

    by_language: tuple[tuple[str, str], ...] = ()
    original: str = "en"

    def get(self, *languages: str) -> tuple[str, str]:
        """(text, language): the first of `languages` that there is, else the original, else any."""
        known = dict(self.by_language)
        for lang in (*languages, self.original, *known):
            if known.get(lang):
                return known[lang], lang
        return "", self.original


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """What is known of a dataset, in one language. Labels of the schema are in that language too.

    `table` and `snapshot` say where the rows of this version lie; they mean something to `reading` only.
    `bbox` is west, south, east, north. `languages` are those that title or description exist in.
    """

    key: str
    title: str
    title_lang: str
    description: str
    description_lang: str
    publisher: PublisherCard
    themes: tuple[ThemeCard, ...]
    keywords: tuple[str, ...]
    licence: LicenceCard
    languages: tuple[str, ...]
    created_at: datetime
    modified_at: datetime
    metadata_modified_at: datetime
    version: int
    versions: int
    rows: int
    bytes: int
    schema: Schema
    features: tuple[str, ...]
    formats: tuple[str, ...]
    bbox: Box | None
    temporal: tuple[datetime, datetime] | None
    frequency: str
    source_name: str
    source_url: str
    attribution: str
    timezone: str
    territory: str
    is_example: bool
    attachments: tuple[AttachmentCard, ...] = ()
    table: str = field(default="", repr=False)
    snapshot: int | None = field(default=None, repr=False)
    uid: str = ""
    erased_at: datetime | None = None  # this version was changed by an erasure
    words: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a dataset: when, by whom, how many rows, and what changed against the one before."""

    number: int
    at: datetime
    by: str
    rows: int
    set_aside: int
    note: str
    table: str
    snapshot: int
    schema: Schema
    delivery: str
    checksum: str
    file_name: str = ""
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ErasedVersion:
    """What takes the place of a version after an erasure; `met` rows were erased, or had cells that were."""

    snapshot: int
    rows: int
    coverage: Coverage
    met: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a publisher says of a dataset; None leaves a value as it is. Texts by language."""

    title: dict[str, str] | None = None
    description: dict[str, str] | None = None
    publisher: str | None = None
    licence: str | None = None
    themes: tuple[str, ...] | None = None
    keywords: tuple[str, ...] | None = None
    frequency: str | None = None
    source_name: str | None = None
    source_url: str | None = None
    attribution: str | None = None
    territory: str | None = None
    timezone: str | None = None
    is_example: bool | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a publisher says of one column; None leaves a value as it is. Label and description by language."""

    label: dict[str, str] | None = None
    description: dict[str, str] | None = None
    unit: str | None = None
    is_facet: bool | None = None
    is_disjunctive: bool | None = None
    hierarchy: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where and when the rows of a version lie, and what can be done with them."""

    bbox: Box | None = None
    temporal: tuple[datetime, datetime] | None = None
    features: tuple[str, ...] = ()
    bytes: int = 0
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()  # values of short text columns, by column, for the search


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version as intake hands it over, after the lake has committed."""

    table: str
    snapshot: int
    rows: int
    set_aside: int
    schema: Schema
    coverage: Coverage
    delivery: str = ""
    checksum: str = ""
    file_name: str = ""
    format: str = ""
    note: str = ""
