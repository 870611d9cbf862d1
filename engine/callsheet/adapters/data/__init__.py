"""Databases behind `callsheet.ports.data`."""
