"""What residents make of the city's data, ask of them, and offer one another.

Reuses that people show, calls for reuse with their entries, nominations of datasets that are missing, neighbourhoods with
offers, requests and meetings. What is said, flagged, followed and pictured stands in voices, by key: `reuse:…`, `call:…`,
`nomination:…`, `listing:…`.
"""
