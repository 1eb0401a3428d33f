"""目标: percentages, counts and “全部/全覆盖” that a plan sets itself to reach."""

from bihuan.planparse.rules.targets import count, plain, ranks, share, whole, zero

__all__ = ["count", "plain", "ranks", "share", "whole", "zero"]
