"""Triple stores: Oxigraph, embedded and on disk; servers, by profile and through staging; endpoints."""
