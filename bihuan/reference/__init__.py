"""Regulatory facts as cited data. Pure Python, no Django."""
