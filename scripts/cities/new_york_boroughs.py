"""Reports about animals in New York by borough, kind and week, with the people who live there: the example of places compared
per head. Usage: python scripts/cities/new_york_boroughs.py FOLDER_OF_SOURCES TARGET_FOLDER

Counts only: addresses, coordinates and times of single reports stay in the source. People: United States Census 2020.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

PEOPLE = {
    "Bronx": 1_472_654,
    "Brooklyn": 2_736_074,
    "Manhattan": 1_694_251,
    "Queens": 2_405_464,
    "Staten Island": 495_747,
}
KINDS = ("Animal-Abuse", "Dead Animal", "Animal in a Park", "Unsanitary Animal Pvt Property")


def week(text: str) -> str:
    """The Monday of the week of `1/31/2025 23:59`."""
    day = datetime.strptime(text.split()[0], "%m/%d/%Y").replace(tzinfo=UTC).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def main(source: Path, target: Path) -> None:
    counts: Counter[tuple[str, str, str]] = Counter()
    with (source / "311_animals.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            borough = row["Borough"].title()
            if borough in PEOPLE and row["Complaint Type"] in KINDS:
                counts[borough, week(row["Created Date"]), row["Complaint Type"]] += 1
    with (target / "nyc-animal-reports.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("borough", "week", "kind", "reports"))
        out.writerows((*key, count) for key, count in sorted(counts.items()))
    with (target / "nyc-boroughs.csv").open("w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("borough", "people"))
        out.writerows(PEOPLE.items())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
