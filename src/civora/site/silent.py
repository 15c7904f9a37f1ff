"""No addresses: what the command line and the worker answer to."""

urlpatterns: list[object] = []
