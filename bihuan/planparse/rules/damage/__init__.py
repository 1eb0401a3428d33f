"""Damaged text: misread characters, lost marks, words dropped or doubled, figures that cannot be."""

from bihuan.planparse.rules.damage import figures, repeats, words

__all__ = ["figures", "repeats", "words"]
