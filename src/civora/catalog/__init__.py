"""The card index: what data there is, in which versions, under which licence.

Owns datasets, versions (each points at a snapshot of the lake), texts in several languages, themes, licences, attachments.
Does not own rows, nor the question who may read them.
"""
