"""Charts: which ones suit a schema, the question each asks, its Vega-Lite spec, and its picture.

Owns the words *choice* (what a person picks in the chart tab) and *spec*. Rows come from `reading`, prose from `www`.
A spec holds no transform that changes data: what it shows is what the question answered.
"""
