"""Ideas every domain shares, in pure Python: machines, clocks, periods, errors, ids."""
