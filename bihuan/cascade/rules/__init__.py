"""House rules of decomposition, pure: what is stricter, what matches what, how a plan is framed."""
