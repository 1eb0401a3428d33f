"""上下分解: a superior's campaign handed down to the bodies below, and their answer handed up."""
