"""What an adversary does to a running engine, over and over: one module an attack, each seeded and counted.

An attack has `ABOUT`, a line that says what it does, and `attack(seed, seconds)`, which tries it until the time is over
and gives the `Counts`. The same seed tries the same things.
"""
