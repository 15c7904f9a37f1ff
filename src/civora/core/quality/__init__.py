"""Checks of quality: what looks so unusual that a person should look at it. Nothing here judges anybody.

No dependency but the standard library.
"""
