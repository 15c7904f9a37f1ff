"""Accounts, organisations, roles, groups and keys: who somebody is. Does not know what they may do with data."""
