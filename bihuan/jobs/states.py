"""States of a background job."""

from __future__ import annotations

from django.db.models import TextChoices


class JobState(TextChoices):
    """后台任务状态."""

    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


OPEN = (JobState.QUEUED, JobState.RUNNING)
