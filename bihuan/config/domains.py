"""Which of Bihuan's packages are Django apps, lowest layer first."""

from importlib.util import find_spec

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
    "duties",
    "standards",
    "hazards",
    "inspections",
    "campaigns",
    "oversight",
    "demo",
)


def installed_domains() -> list[str]:
    """Return the dotted names of the packages of ``ORDER`` that are apps in this build."""
    return [
        f"{PACKAGE}.{name}"
        for name in ORDER
        if find_spec(f"{PACKAGE}.{name}") and find_spec(f"{PACKAGE}.{name}.apps")
    ]
