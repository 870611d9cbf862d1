"""A script as a picture: nested, from top to bottom, as its author wrote it."""
