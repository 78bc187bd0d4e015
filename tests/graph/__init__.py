"""Tests of the network as a graph."""
