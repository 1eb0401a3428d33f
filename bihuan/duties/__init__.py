"""履职: what a post or an enterprise must do again and again, with proof."""
