"""The network as a graph: pure functions over plain values, without a database or the web."""
