"""The only writers of phase marks, phase changes and phase outputs."""
