"""`odsclient` 0.8.4, which calls the older `/explore/dataset/<id>/download/`."""

from __future__ import annotations

from pathlib import Path

import pytest
from odsclient import ODSClient
from odsclient.core import ODSException

from tests.conformance.conftest import Served


def test_a_whole_dataset_as_a_frame(served: Served) -> None:
    frame = ODSClient(base_url=served.url).get_whole_dataframe("schools")
    assert len(frame) == 100
    assert len(frame.columns) >= 5


def test_headings_by_name(served: Served) -> None:
    frame = ODSClient(base_url=served.url).get_whole_dataframe("bike-counts-daily", use_labels_for_header=False)
    assert list(frame.columns) == ["site", "day", "bikes"]
    assert len(frame) == 27071


def test_text_and_file(served: Served, tmp_path: Path) -> None:
    client = ODSClient(base_url=served.url)
    text = client.get_whole_dataset("glass-containers", format="geojson")
    assert '"FeatureCollection"' in text
    target = tmp_path / "schools.csv"
    client.get_whole_dataset("schools", to_path=str(target))
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) >= 101


def test_a_key_opens_what_is_closed(served: Served) -> None:
    with pytest.raises(ODSException):
        ODSClient(base_url=served.url).get_whole_dataframe("budget")
    assert len(ODSClient(base_url=served.url, apikey=served.key).get_whole_dataframe("budget")) == 1501
