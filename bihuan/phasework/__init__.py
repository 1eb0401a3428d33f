"""阶段推进: phases open and close on their days, are extended with approval, and bring results."""
