"""Tests of next contacts."""
