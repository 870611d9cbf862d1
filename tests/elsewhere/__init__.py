"""Requests to other systems: the real client, and other systems of our own on loopback, which behave badly."""
