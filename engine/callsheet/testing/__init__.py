"""Tests of call scripts as data: `*.test.yaml` files, played on the engine that takes live calls.

`document` reads a file, `check` says what is wrong with it, `play` takes one test's call: a scripted line (`line`),
which follows the test's turns (`progress`), a database in memory (`database`, `tables`), a clock that jumps. `rows`
looks at what the tables hold afterwards. `report`, `junit` and `plugin` (for pytest) show what came of it.
"""
