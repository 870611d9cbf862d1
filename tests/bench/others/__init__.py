"""The same steps in other engines, in one run with Callsheet's: `make bench-others`, in an environment of its own.

Each engine takes the same sequence: a step keeps its own number under one name and goes to the next. Each is written in
the cheapest form that its own documents show, made before the time is taken, without a store, tracing or log lines.
"""
