"""What callers notice of the difference between two versions of a script."""
