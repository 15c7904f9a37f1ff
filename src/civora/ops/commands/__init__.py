"""One file per command: `arguments` says what it takes (without Django), `run` does it and returns what to show."""
