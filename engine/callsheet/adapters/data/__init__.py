"""Databases behind `callsheet.ports.data` and `callsheet.ports.dialect`: one package for each kind."""
