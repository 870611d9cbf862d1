"""SQLite: everything that knows it, behind the port `Dialect` (`dialect`). What opens it is imported late.

`judging` judges SQL. `place` tells what lies where a database is to be, `create` makes and copies files, `forgetting`
makes the ledger shorter.

`database` is the port `Database`: one connection that writes, a few that read, and a ledger in the author's database.
It puts jobs on two queues (`jobs`). `writer` and `readers` do them on connections that `file` opens and `guard`
watches; `bounded` keeps a statement within its time, `patience` waits for locks, `seal` tells whether the file is still
the right one; `ledger` makes a write happen once, `calls` fences those that are another worker's, `lease` tells which
workers live, and `typed` keeps columns to their types. `values` binds and converts, `failures` puts SQLite's errors
into our words, `limits` says how long everything may take.

`memory` and `loader` are the tables of tests, and `inline` the database on them, without file and threads.
"""
