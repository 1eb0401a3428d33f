"""行业包: scope, checklist, papers and a sample plan for each kind of special plan."""
