"""The command, and its two faces: the full screen and plain prompts."""
