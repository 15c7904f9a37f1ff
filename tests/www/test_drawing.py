"""Outlines, points and lines as SVG path data."""

import pytest

from civora.www import drawing

HERE = drawing.around((7.5, 51.9, 7.7, 52.0), 200, 100, pad=0)


def test_around_shows_the_whole_area_in_its_middle():
    assert HERE.place(7.6, 51.95) == (100.0, 50.0)
    west, north = HERE.place(7.5, 52.0)
    east, south = HERE.place(7.7, 51.9)
    assert min(west, north) >= 0
    assert east <= 200
    assert south <= 100


def test_outline_closes_rings_and_leaves_out_what_is_elsewhere():
    ring = [[7.55, 51.92], [7.65, 51.92], [7.65, 51.98], [7.55, 51.92]]
    inside = drawing.outline({"type": "Polygon", "coordinates": [ring]}, HERE)
    assert inside.startswith("M")
    assert inside.endswith("Z")
    assert drawing.outline({"type": "LineString", "coordinates": [[1, 1], [1.1, 1]]}, HERE) == ""


def test_specks_draw_equal_pixels_once():
    assert drawing.specks([(7.6, 51.95), (7.6, 51.95), (0, 0)], HERE) == "M100 50h0"


def test_line_has_a_gap_where_a_value_is_missing():
    plot = drawing.Plot(100, 10, 0, 10, 2)
    assert plot.line([0, None, 10]) == "M0 10M100 0"
    assert plot.line([0, 5, 10]) == "M0 10L50 5L100 0"
    assert plot.band([0, 0, 0], [10, 10, 10]) == "M0 0L50 0L100 0L100 10L50 10L0 10Z"


def test_plot_of_nothing_is_no_error():
    assert drawing.plot([None, None]).line([None, None]) == ""


@pytest.mark.parametrize(("value", "radius"), [(100, 30), (25, 15), (0, 2.5)])
def test_area_of_a_disc_follows_its_value(value, radius):
    assert drawing.radius(value, 100) == radius


def test_names_never_cover_each_other_or_the_words():
    discs = [
        drawing.Disc(1000, 100, 20, "Neutor", "1,072"),
        drawing.Disc(1010, 105, 19, "Promenade", "1,000"),
        drawing.Disc(300, 300, 10, "Far", "1"),
    ]
    window = drawing.Window(0, 0, 1, 1440, 800, 700, 400)
    named = drawing.labels(discs, window, 5, keep_left=560)
    assert {label.name for label in named} == {"Neutor", "Promenade"}
    assert {label.anchor for label in named} == {"start", "end"}
