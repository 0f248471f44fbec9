"""What to say and write: the playbook, call scripts, emails.

Begin with say.py. May import: the rooms above it in docs/architecture.md.
"""
