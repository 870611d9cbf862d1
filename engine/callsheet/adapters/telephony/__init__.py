"""Lines that calls come over."""
