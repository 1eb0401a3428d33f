"""协同: bodies that work together: transfers, joint meetings, joint actions, partner institutes."""
