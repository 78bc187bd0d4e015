"""Tests of the threshold check."""
