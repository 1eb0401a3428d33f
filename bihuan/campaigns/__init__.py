"""方案、专项行动: confirmed plans, what was launched from them, their live state."""
