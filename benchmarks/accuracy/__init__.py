"""Answers in the schemes of outside corpora, read out of the graph by SPARQL, and how right they are."""
