"""Civora's own API, `/api/v1/`: read, publish and manage as the desk does. Errors are RFC 9457 problem documents."""

MOUNT = "/api/v1/"
