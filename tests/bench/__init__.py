"""How fast Callsheet is, as ratios that hold on any machine. `make bench`, or `python -m tests.bench`."""
