"""The formats that a graph is written in: one module a kind of them."""
