"""Pages of targets judged by hand."""
