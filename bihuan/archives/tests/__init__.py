"""Tests of summaries, handing over and archives."""
