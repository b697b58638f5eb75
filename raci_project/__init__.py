"""The project: settings, root URLs and the server's entry point. Nobody imports it."""
