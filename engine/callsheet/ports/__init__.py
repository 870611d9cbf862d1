"""What the engine asks of the world: Protocols that adapters fill, and the records that pass through them."""
