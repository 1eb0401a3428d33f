"""Settings, root urls, commands: the only place that knows every domain."""
