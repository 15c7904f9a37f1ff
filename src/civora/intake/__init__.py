"""The only way in: deliveries are kept as they came, read, typed, and committed; what does not fit is set aside with its reason.

Owns deliveries and formats. Does not own schemas (core), storage (lake), descriptions (catalog) or the right to publish
(stewardship).
"""
