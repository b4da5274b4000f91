"""The register's servers and databases serve the tests of papers as well."""

from tests.register.conftest import pool, server, shared, template, url

__all__ = ["pool", "server", "shared", "template", "url"]
