"""callq: a call queue for people who sell or serve by phone."""

__version__ = "0.1.0"
