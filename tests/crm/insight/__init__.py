"""Tests of the reach report."""
