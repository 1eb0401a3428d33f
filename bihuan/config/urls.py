"""The root of all addresses: each domain brings its own ``urls`` and hangs below its own name."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from bihuan.config.domains import installed_domains

# These share the root: the shell's own pages, signing in, and the verification of documents,
# whose address is printed on paper.
AT_THE_ROOT = {"bihuan.web", "bihuan.people", "bihuan.documents"}


def _domain_urls() -> list[URLPattern | URLResolver]:
    found: list[URLPattern | URLResolver] = []
    for domain in installed_domains():
        if find_spec(f"{domain}.urls"):
            prefix = "" if domain in AT_THE_ROOT else f"{domain.rpartition('.')[2]}/"
            found.append(path(prefix, include(f"{domain}.urls")))
    return found


urlpatterns = _domain_urls()
