"""Pure rules: queries, schemas, access decisions. No framework, no engine, no I/O.

Everything here can be imported, tested and reused without Django or DuckDB.
"""
