"""The questions that surfaces may ask, each with the reader who asks."""

from civora.reading.queries.answers import count, facets, record, rows
from civora.reading.queries.asked import access, card, etag, policy_words
from civora.reading.queries.beside import attachment
from civora.reading.queries.catalogue import catalogue_schema
from civora.reading.queries.engine import close, knock, lake, metrics
from civora.reading.queries.exports import estimated_bytes, export, formats
from civora.reading.queries.history import diff, versions
from civora.reading.queries.maps import extent, points
from civora.reading.queries.profile import profile
from civora.reading.queries.search import catalogue_search
from civora.reading.queries.tiles import archive as tile_archive
from civora.reading.queries.tiles import hexagon_cells, tile, tile_tag

__all__ = [
    "access", "attachment", "card", "catalogue_schema", "catalogue_search", "close", "count", "diff", "estimated_bytes", "etag", "export",
    "extent", "facets", "formats", "hexagon_cells", "knock", "lake", "metrics", "points", "policy_words", "profile", "record", "rows", "tile", "tile_archive", "tile_tag", "versions",
]  # fmt: skip
