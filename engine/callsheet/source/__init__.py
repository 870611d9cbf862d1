"""Text to document: what the author typed, with the line and column of every key and value."""
