"""Calls of the platform Telcoflow, over its own SDK."""
