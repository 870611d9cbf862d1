"""`callsheet lsp`: what `check` and `assist` know, for every editor that speaks the language server protocol."""
