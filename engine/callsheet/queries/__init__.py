"""Named queries: what stands in a script's `.sql` files, judged by SQLite itself against `schema.sql`."""
