"""指标: a number is declared once, and every page, return and bulletin reads it from here."""
