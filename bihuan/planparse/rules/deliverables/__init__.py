"""报送材料: what goes to whom, until when or how often."""

from bihuan.planparse.rules.deliverables import made, sent, timed

__all__ = ["made", "sent", "timed"]
