"""One module for each thing a rep does: facts in, a frozen result out."""
