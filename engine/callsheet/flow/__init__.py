"""The compiled form of a script: states with outcomes, and the machine that moves a call through them."""
