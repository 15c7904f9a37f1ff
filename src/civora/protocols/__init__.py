"""API standards, one package each: their words become a `Query`, our rows become their JSON. No rules, no SQL, no tables."""
