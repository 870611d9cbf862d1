"""What a caller means, without a model: keys of the telephone, then phrases."""
