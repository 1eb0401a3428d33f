"""可行性测算: before a launch, whether the people and days at hand can do what the plan asks.

A simulation over workdays with the real posts, the real scope and stated assumptions. Nothing is
forbidden by it; what it said is kept with the launch.
"""
