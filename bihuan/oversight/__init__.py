"""考核通报: publications that say what the metrics say."""
