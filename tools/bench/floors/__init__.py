"""The least a program of this kind can do: Typer, the standard library's sqlite3, and rich."""
