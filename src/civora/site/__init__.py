"""The roof: settings, root addresses, the ASGI application. The only place that knows every room."""
