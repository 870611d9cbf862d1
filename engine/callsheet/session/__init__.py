"""One live call: the driver loop, its names, its limits, its hang-up and its failures."""
