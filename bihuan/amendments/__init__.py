"""方案修订: a running plan gets a new text; what runs follows, or stays, as a person decides."""
