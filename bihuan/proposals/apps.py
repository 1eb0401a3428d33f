"""Wiring of the proposals app."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """模型建议."""

    name = "bihuan.proposals"
    label = "proposals"
    verbose_name = "模型建议"

    def ready(self) -> None:
        """Register the job and the panel on the confirmation page."""
        from bihuan.proposals import panels, services  # noqa: F401 - they register
