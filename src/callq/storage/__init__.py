"""The database: connections, schema, migrations, the journal of commands. Knows no subject.

Begin with db.py. May import: errors.
"""
