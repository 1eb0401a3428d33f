"""周期性工作: what must be done again and again, how often and by whom."""

from bihuan.planparse.rules.duties import counted, every, short

__all__ = ["counted", "every", "short"]
