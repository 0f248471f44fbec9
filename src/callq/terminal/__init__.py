"""What a terminal needs: tables, safe text, JSON, prompts, progress. Knows no subject.

Begin with terminal.py. May import: errors, engine.
"""
