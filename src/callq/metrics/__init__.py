"""Results in numbers: stats, who came back, forecast, report.

Begin with stats.py. May import: the rooms above it in docs/architecture.md.
"""
