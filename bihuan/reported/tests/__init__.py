"""Tests of targets judged by hand."""
