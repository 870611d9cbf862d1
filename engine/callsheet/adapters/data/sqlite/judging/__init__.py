"""SQL judged by SQLite itself: queries, tables and sample rows, in memory, and none of it trusted.

`sandbox` is the database; `schema` defines tables in it, `judge` asks it about queries, `sample` puts rows in. What it
refuses is said in our words: `refusals`, with `missing` and `syntax`, about a statement that is `suspect`. What it does
not tell is read off the words: `tokens`, `tables`, `uses`, `nullable`, `moments`, `types`; and what must not come to it
is told before: `forbidden`, `weight`.
"""
