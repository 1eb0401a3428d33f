"""消息: what somebody should know, told once, inside the product."""
