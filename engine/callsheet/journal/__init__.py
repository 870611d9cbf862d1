"""What is kept of a call: events as JSON lines, with or without what is personal."""
