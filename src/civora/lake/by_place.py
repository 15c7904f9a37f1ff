"""Points in the order of the map: each row with its place on the web Mercator grid of 2^31 steps, sorted along a Morton curve.

Every tile of every zoom is then one range of the curve, so that the engine reads only the blocks that a tile needs.
Source of the bit spreading: G. M. Morton, "A computer oriented geodetic data base", 1966.
"""

from __future__ import annotations

from collections.abc import Sequence

BITS = 31
STEPS = 2**BITS
CURVE, ACROSS, DOWN = "civora_m", "civora_x", "civora_y"
MOST_LATITUDE = 85.0511287798066
MASKS = (
    (16, 281470681808895),
    (8, 71777214294589695),
    (4, 1085102592571150095),
    (2, 3689348814741910323),
    (1, 6148914691236517205),
)


def indexed(source: str, column: str, columns: Sequence[str]) -> str:
    """These columns and three more, as a subquery; rows without a place are left out. `source` and the columns are SQL already,
    quoted. What lies beyond the grid (poles) stands on its edge, so that no row is lost."""
    lon, lat = f"{column}.lon", f"{column}.lat"
    carried = "".join(f"{one}, " for one in columns)
    held = f"radians(greatest(-{MOST_LATITUDE}, least({MOST_LATITUDE}, {lat})))"
    across = f"({lon} + 180) / 360"
    down = f"(1 - ln(tan({held}) + 1 / cos({held})) / pi()) / 2"
    text = f"SELECT {carried}{stepped(across)} AS {ACROSS}, {stepped(down)} AS {DOWN} FROM {source} WHERE {lon} IS NOT NULL AND {lat} IS NOT NULL"
    text = f"SELECT *, {ACROSS} AS cvx, {DOWN} AS cvy FROM ({text})"
    for shift, mask in MASKS:
        text = f"SELECT * REPLACE ((cvx | (cvx << {shift})) & {mask} AS cvx, (cvy | (cvy << {shift})) & {mask} AS cvy) FROM ({text})"
    return f"(SELECT * EXCLUDE (cvx, cvy), cvx | (cvy << 1) AS {CURVE} FROM ({text}))"


def stepped(share: str) -> str:
    return f"CAST(least({STEPS - 1}, greatest(0, floor(({share}) * {STEPS}))) AS BIGINT)"


def interleaved(x: int, y: int) -> int:
    """The place of a tile along the curve of its zoom."""
    found = 0
    for bit in range(BITS):
        found |= ((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1)
    return found


def parted(place: int) -> tuple[int, int]:
    """x and y of a place along the curve."""
    x = y = 0
    for bit in range(BITS):
        x |= ((place >> (2 * bit)) & 1) << bit
        y |= ((place >> (2 * bit + 1)) & 1) << bit
    return x, y


def span(z: int, x: int, y: int) -> tuple[int, int]:
    """First and last place of a tile on the curve, both inside."""
    shift = 2 * (BITS - z)
    first = interleaved(x, y) << shift
    return first, first + (1 << shift) - 1
