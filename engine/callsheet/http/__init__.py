"""Named requests: what stands in a script's `.http` files, read and judged."""
