"""The commands: one module a verb, its options and its exit code; what they do is the library's."""
