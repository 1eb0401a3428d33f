"""法规标准库: which text was in force on which day, and what a citation in a plan stands for."""
