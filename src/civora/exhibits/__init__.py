"""Charts and maps: which ones suit a schema, the questions each asks, its spec, its picture; and those that are kept.

Owns the words *choice* (what a person picks in the chart tab), *spec* and *exhibit* (one to eight named questions and a
spec, with texts, in versions). Rows come from `reading`, prose from `www`. A spec holds no transform that changes data:
what it shows is what the questions answered.
"""
