"""Wiring of the reported app."""

from django.apps import AppConfig


class ReportedConfig(AppConfig):
    """人工认定的目标."""

    name = "bihuan.reported"
    label = "reported"
    verbose_name = "目标认定"

    def ready(self) -> None:
        """Register the tab and the panels; speak for the targets that no metric measures."""
        from bihuan.campaigns.judgements import use_judgements  # apps must be loaded first
        from bihuan.reported import panels  # noqa: F401 - they register
        from bihuan.reported.queries import ReportedJudgements

        use_judgements(ReportedJudgements())
