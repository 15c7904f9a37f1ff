"""The `Query` value: its tree (`ast`), its language ODSQL (`odsql`), its check against a schema (`check`)."""
