"""Vector tiles: `/tiles/<key>[@<version>]/{z}/{x}/{y}.mvt?where=…&refine=…`. The layer bears the dataset's key.

Text: Mapbox Vector Tile 2.1. Without version: the current one, revalidated; with: kept for an hour where open.
"""

MOUNT = "/tiles/"
