"""The exhibits that are kept, their figures, and the pictures of specs."""

from civora.exhibits.queries.drawing import draw_maps_by, drawn, file, table
from civora.exhibits.queries.figures import answer, figure, note_for, scouted
from civora.exhibits.queries.kept import by_dataset, exhibit, exhibits, is_known, known, versions
from civora.exhibits.queries.layers import table as map_table
from civora.exhibits.queries.pictures import PICTURES, image, vega
from civora.exhibits.queries.words import words

__all__ = [
    "PICTURES", "answer", "by_dataset", "draw_maps_by", "drawn", "exhibit", "exhibits", "figure", "file", "image", "is_known", "known", "map_table", "note_for", "scouted",
    "table", "vega", "versions", "words",
]  # fmt: skip
