"""From a checked query to SQL: every name quoted by one function, every value a parameter, no caller's text in between.

`rows`, `count`, `facet`, `record`, `extent`, `tile`, `hexagon_tile` each give a `Statement`. The row filter of a policy (`guard`) is compiled
with the whole schema and stands in every one of them.
"""

from civora.lake.compile.facets import facet
from civora.lake.compile.hexagons import hexagon_cells, hexagon_tile
from civora.lake.compile.records import record
from civora.lake.compile.seek import Beyond
from civora.lake.compile.statements import count, extent, is_shuffled, mark_count, rows
from civora.lake.compile.tiles import crowd, grid, level, place_of, tile

__all__ = [
    "Beyond", "count", "crowd", "extent", "facet", "grid", "hexagon_cells", "hexagon_tile", "is_shuffled", "level", "mark_count", "place_of", "record", "rows", "tile",
]  # fmt: skip
