"""The pages: HTML for people, in English, French and German.

One folder per family of addresses (`home`, `datasets`, `account`, `desk`), each `urls views forms pages`. Nothing here
knows a table or SQL: a view parses, makes one call down, and fills a frozen page (`pages.page`).
Shared by all families: `pages` (rendering), `parts` (what components show), `formats` (numbers and dates per language),
`errors` (a CivoraError as a page), `city` (the city pack), templates in `templates/components/`.
"""
