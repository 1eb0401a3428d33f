"""The only writers of plans, their items and the campaigns that run from them."""
