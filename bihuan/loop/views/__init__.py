"""Pages of the loop itself: the inbox, evidence, the trail's proofs."""
