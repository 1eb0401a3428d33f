"""事故隐患: one hazard from report to closure."""
