"""Named queries: what stands in a script's `.sql` files, judged by the database's dialect against `schema.sql`."""
