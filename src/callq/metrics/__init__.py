"""What the calls came to: stats, recovery, forecast, report.

Begin with stats.py. May import: the rooms above it in docs/architecture.md.
"""
