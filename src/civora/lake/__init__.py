"""DuckDB and DuckLake: tables, versions, questions. Knows no Django, no permissions, no dataset names."""
