"""报送材料: what goes to whom, until when or how often."""

from bihuan.planparse.rules.deliverables import sent, timed

__all__ = ["sent", "timed"]
