"""Derive the example city's files from the shared real data: cut in time at the demo's moment, reshaped, never invented.

    python scripts/cities/muenster_data.py ../shared

Sources and licences: `cities/muenster/SOURCES.md`. Run `muenster_outlines.py` too, which places counters and car parks.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import duckdb

from civora.lake.connect import extension

OUT = Path(__file__).resolve().parents[2] / "cities/muenster/data"
MOMENT = "2025-05-15 09:15"
KPI = {
    "co2-emissions": ("co2-emissionen-tonnen", "CO2-Emissionen - "),
    "energy-use": ("endenergie", "Endenergieverbrauch nach Sektoren - "),
    "journeys": ("verkehrsmittelwahl-zeitreihe", "Wege/Tag - "),
    "electricity": ("verbrauch-erzeugung-strom", "Stromerzeugung/-bereitstellung nach Energieträgern - "),
    "heat": ("verbrauch-erzeugung-waerme", "Wärmeerzeugung/-bereitstellung nach Energieträgern - "),
    "waste-per-head": ("awm-abfallaufkommen-pro-kopf", "Abfallaufkommen - "),
    "waste-vehicles": ("awm-e-mobilitaet", "AWM Fahrzeuge - "),
    "bus-fleet": ("stadtwerke-bus-fahrzeuge", "Fahrzeuge "),
    "bus-passengers": ("stadtwerke-bus-fahrgäste", ""),
    "city-cycling": ("stadtradeln", ""),
    "business-savings": ("oekoprofit", ""),
    "economy": ("wachstum", ""),
    "solar-growth": ("pv-anlagen", ""),
}
COPIED = {
    "muenster/budget_2007_2017.csv": "budget.csv", "muenster/co2_targets.csv": "co2-paths.csv",
    "muenster/climate_action_plan_status.csv": "climate-measures.csv", "muenster/ev_charging.csv": "charging-points.csv",
    "muenster/waste_glass_containers.geojson": "glass-containers.geojson",
    "muenster/waste_small_appliances.json": "small-appliances.json", "muenster/bus_stops.geojson": "bus-stops.geojson",
    "muenster/bus_stops_accessible.csv": "accessible-stops.csv", "muenster/table_tennis.geojson": "table-tennis.geojson",
    "muenster/open_data_catalog.xlsx": "city-catalogue.xlsx",
    "basel/tourism_daily.csv": "basel-tourism.csv", "zurich/wastewater_covid.csv": "zurich-wastewater.csv",
    "zurich/hardbruecke_passenger_counts_2024.parquet": "zurich-hardbruecke.parquet",
    "cambridge_ma/neighborhoods.geojson": "cambridge-neighborhoods.geojson",
    "cambridge_ma/bike_racks.geojson": "cambridge-bike-racks.geojson",
}  # fmt: skip


def main(shared: Path) -> None:
    data = shared / "data"
    con = duckdb.connect()
    con.execute(f"LOAD '{extension('spatial')}'")
    for source, name in COPIED.items():
        shutil.copyfile(data / source, OUT / name)
    bikes(con, data)
    parking(con, data)
    air(con, data / "muenster")
    schools(con, data / "muenster")
    for name, (file, prefix) in KPI.items():
        indicator(con, data / "muenster/climate_dashboard_kpi.csv", name, file, prefix)


def save(con: duckdb.DuckDBPyConnection, sql: str, name: str) -> None:
    options = "FORMAT parquet, COMPRESSION zstd" if name.endswith(".parquet") else "FORMAT csv, HEADER true"
    con.execute(f"COPY ({sql}) TO '{OUT / name}' ({options})")


def bikes(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Totals of each site (the channel that bears the site's number), every 15 minutes since 2024, every day since 2019."""
    source = f"(SELECT * FROM '{data}/large/muenster_counters_15min_long.parquet' WHERE channel = site AND count IS NOT NULL)"
    recent = f"datetime >= '2024-01-01' AND datetime < '{MOMENT}'"
    save(
        con,
        f"SELECT site, datetime AS time, count AS bikes FROM {source} WHERE {recent} ORDER BY time, site",
        "bike-counts.parquet",
    )
    daily = f"SELECT site, left(datetime, 10) AS day, sum(count)::BIGINT AS bikes FROM {source} WHERE datetime < '2025-05-15' GROUP BY ALL ORDER BY day, site"
    save(con, daily, "bike-counts-daily.csv")
    sites = json.loads((data / "muenster/bike_counter_sites.json").read_text())
    con.execute("CREATE OR REPLACE TABLE sites (site BIGINT, name VARCHAR, counting_since INTEGER)")
    con.executemany(
        "INSERT INTO sites VALUES (?, ?, ?)", [[int(one["directory"]), one["name"], one["start"]] for one in sites]
    )
    places = f"(SELECT * FROM '{OUT}/places-by-hand.csv' WHERE kind = 'bike counter')"
    save(
        con,
        f"SELECT s.*, p.latitude, p.longitude FROM sites s LEFT JOIN {places} p USING (name) ORDER BY name",
        "bike-counter-sites.csv",
    )


def parking(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Free spaces as rows: one for each time and car park that reported a number."""
    wide = f"read_csv('{data}/muenster/parking_daily_2025H1/*.csv', all_varchar = true, union_by_name = true)"
    long = f'(UNPIVOT (SELECT * FROM {wide}) ON COLUMNS(* EXCLUDE ("Datum und Uhrzeit")) INTO NAME car_park VALUE free)'
    save(
        con,
        f'SELECT "Datum und Uhrzeit" AS time, car_park, free::INTEGER AS free FROM {long} '
        f"WHERE regexp_full_match(free, '[0-9]+') AND time <= '{MOMENT}' ORDER BY time, car_park",
        "car-parks-free.parquet",
    )
    total = "regexp_extract(free, '[0-9]+')::INTEGER"
    places = f"(SELECT * FROM '{OUT}/places-by-hand.csv' WHERE kind = 'car park')"
    save(
        con,
        f"SELECT car_park AS name, max({total}) AS spaces, any_value(p.latitude) AS latitude, any_value(p.longitude) AS longitude "
        f"FROM {long} LEFT JOIN {places} p ON p.name = car_park WHERE \"Datum und Uhrzeit\" LIKE 'Anzahl%' GROUP BY car_park ORDER BY 1",
        "car-parks.csv",
    )


def air(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Two stations under each other; hours end as the source says, so 24:00 is the next day's 00:00."""
    parts = []
    for station, name in (("1140", "Geist"), ("1303", "Weseler Straße")):
        path = f"{data}/air_quality_2022_2023_station{station}.csv"
        columns = "{'station': 'VARCHAR', 'hour': 'VARCHAR', 'pm10': 'VARCHAR', 'o3': 'VARCHAR', 'no2': 'VARCHAR', 'pm25': 'VARCHAR', 'quality': 'VARCHAR'}"
        parts.append(
            f"SELECT '{name}' AS name, * FROM read_csv('{path}', columns = {columns}, delim = ';', header = true, null_padding = true, auto_detect = false)"
        )
    hour = "replace(hour, '''', '')"
    moment = f"strptime(left({hour}, 10), '%Y-%m-%d') + to_hours(substr({hour}, 12, 2)::INTEGER)"
    values = ", ".join(f"try_cast({one} AS INTEGER) AS {one}" for one in ("pm10", "o3", "no2", "pm25"))
    kept = " UNION ALL ".join(parts)
    save(
        con,
        f"SELECT station, name, strftime({moment}, '%Y-%m-%d %H:%M') AS time, {values}, nullif(quality, '-') AS quality FROM ({kept}) "
        "WHERE station LIKE 'DE%' ORDER BY time, station",
        "air-quality.csv",
    )


def schools(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Gauss-Krüger coordinates (zone 3) as latitude and longitude."""
    turned = "ST_Transform(ST_Point(\"X\"::DOUBLE, \"Y\"::DOUBLE), 'EPSG:31467', 'EPSG:4326', always_xy := true)"
    save(
        con,
        f'SELECT "LFDNR" AS number, "NAME" AS name, "SchoolType" AS kind, "URL" AS url, round(ST_Y({turned}), 6) AS latitude, '
        f"round(ST_X({turned}), 6) AS longitude FROM '{data}/schools.csv' ORDER BY name",
        "schools.csv",
    )


def indicator(con: duckdb.DuckDBPyConnection, path: Path, name: str, file: str, prefix: str) -> None:
    """One file of the climate dashboard: period, series, value, unit; values for 2030 are the city's targets."""
    columns = ", ".join(
        f"'{one}': 'VARCHAR'" for one in ("file", "area", "source", "topic", "feature", "period", "value", "unit")
    )
    source = f"read_csv('{path}', columns = {{{columns}}}, delim = ';', header = true, auto_detect = false)"
    series = f"regexp_replace(replace(feature, '{prefix}', ''), ' *\\(Zielwert\\)', '')"
    where = f"file = '{file}' AND value IS NOT NULL" + (f" AND starts_with(feature, '{prefix}')" if prefix else "")
    save(
        con,
        f"SELECT period, {series} AS series, contains(feature, 'Zielwert') AS target, replace(replace(value, '.', ''), ',', '.')::DOUBLE AS value, "
        f"replace(unit, '\x80', '€') AS unit FROM {source} WHERE {where} ORDER BY series, period",
        f"{name}.csv",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
