"""Requests for service in Los Angeles by neighbourhood council, kind and day, with the people who live there: the example
of places compared per head. Usage: python scripts/cities/los_angeles_areas.py FOLDER_OF_SOURCES TARGET_FOLDER

Counts only: addresses, coordinates and times of single requests stay in the source.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

# councils that the requests name in full
SAME = {
    "COMMUNITY AND NEIGHBORS FOR NINTH DISTRICT UNITY (CANNDU)": "CANNDU",
    "UNITED NEIGHBORHOODS OF THE HISTORIC ARLINGTON HEIGHTS, WEST ADAMS, AND JEFFERSON PARK COMMUNITY": "UNNC",
}
KINDS = ("Bulky Items", "Graffiti Removal", "Illegal Dumping Pickup", "Metal/Household Appliances", "Electronic Waste")


def plain(name: str) -> str:
    words = re.sub(r"[^A-Z ]", " ", SAME.get(name, name).upper().replace("&", " AND "))
    words = re.sub(r"\b(NC|CC|NDC|NEIGHBORHOOD|COUNCIL|COMMUNITY|DEVELOPMENT|AREA|THE|OF|AND)\b", " ", words)
    return " ".join(sorted(words.split()))


def main(source: Path, target: Path) -> None:
    with (source / "neighbourhood_council_population_2020.csv").open(newline="") as file:
        people = {plain(row["council_name"]): row for row in csv.DictReader(file)}
    counts: Counter[tuple[str, str, str]] = Counter()
    lost: Counter[str] = Counter()
    with (source / "service_requests_311.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            month, day, year = row["createddate"].split()[0].split("/")
            found = people.get(plain(row["ncname"]))
            if found is None:
                lost[row["ncname"]] += 1
                continue
            kind = row["requesttype"] if row["requesttype"] in KINDS else "Other"
            counts[found["council_name"], f"20{year}-{int(month):02}-{int(day):02}", kind] += 1
    write(
        target / "la-requests.csv",
        ("council", "day", "kind", "requests"),
        [(*key, n) for key, n in sorted(counts.items())],
    )
    rows = [
        (row["council_name"], row["sum_pop20"], round(float(row["area_sqmi"]) * 2.589988, 2))
        for row in people.values()
        if any(row["council_name"] == key[0] for key in counts)
    ]  # others may have requests under a name not known here
    write(target / "la-councils.csv", ("council", "people", "km2"), sorted(rows))
    print(f"{sum(counts.values())} requests in {len({key[0] for key in counts})} councils; left out: {dict(lost)}")


def write(path: Path, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
