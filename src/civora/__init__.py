"""Civora: one place for everything a city and its people know, decide and change."""

__version__ = "0.1.0"
