"""Tests of sensitive periods."""
