"""Tests of the network map."""
