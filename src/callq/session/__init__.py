"""The call session: one screen a rep stays in all day, one key a call.

Imports `calls` and every room below it; begin with `session.Session`.
"""
