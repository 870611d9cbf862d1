"""The terminal as a telephone line: typed words are the caller's speech."""
