"""Which of Bihuan's packages are Django apps, lowest layer first."""

PACKAGE = "bihuan"

# From the bottom of the house to the top: the order of the import contract in pyproject.toml.
ORDER = (
    "people",
    "web",
    "metrics",
    "jobs",
    "loop",
    "notifications",
    "documents",
    "enterprises",
    "regulations",
    "duties",
    "standards",
    "hazards",
    "inspections",
    "campaigns",
    "library",
    "proposals",
    "feasibility",
    "filings",
    "cooperation",
    "packs",
    "amendments",
    "phasework",
    "lookback",
    "vigilance",
    "cascade",
    "oversight",
    "archives",
    "demo",
)


def installed_domains() -> list[str]:
    """Return the dotted names of the apps."""
    return [f"{PACKAGE}.{name}" for name in ORDER]
