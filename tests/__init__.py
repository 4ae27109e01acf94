"""The tests. A package of its own, because a distribution that the benchmark reads ships one of the same name."""
