"""机构与人员: areas, organisations, posts, users; what each may do and see."""
