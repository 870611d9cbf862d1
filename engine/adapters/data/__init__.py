"""Databases behind `engine.ports.data`."""
