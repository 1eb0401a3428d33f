"""The pages of plans and campaigns."""
