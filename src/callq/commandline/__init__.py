"""What all commands share: common options, shell completion, reports of damage.

Begin with options.py. May import: workspace and below.
"""
