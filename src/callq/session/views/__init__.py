"""What the session shows: lines of text for a screen of any width."""
