"""callq: a call queue for people who sell or serve by phone."""

from callq.zone_data import use_newest

__version__ = "0.1.0"
TABLE_VERSION = "2026-11-29"
"""The day the shipped table of jurisdictions was last checked, known without reading it."""

use_newest()
