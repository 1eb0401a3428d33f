"""敏感时期: festivals, congress sessions, flood and busy seasons in which duties are asked more often."""
