"""callq: a call queue for people who sell or serve by phone."""

__version__ = "0.1.0"
TABLE_VERSION = "2026.11"
"""The version of the shipped table of jurisdictions, told without reading it."""
