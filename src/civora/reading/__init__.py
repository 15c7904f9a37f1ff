"""The only way out. Every page, export, tile, chart and API asks one `Query` here, as one `Reader`.

Resolves the dataset, decides what the reader may see, narrows the question, counts the read, and answers. Owns no tables.
"""

CATALOGUE = "_catalogue"
