"""The page a manager opens in a browser: one file, its charts drawn in it."""
