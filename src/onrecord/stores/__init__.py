"""Triple stores: Oxigraph, embedded and on disk."""
