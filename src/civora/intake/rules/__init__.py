"""Pure rules of intake: names of columns (`names`), types of texts (`kinds`), the SQL of a typed column (`casts`)."""
