"""OpenStack Swift with its S3 layer, whole in one process: what a bucket is in these tests. Run by the system's own Python.

Usage: python3 swift_server.py FOLDER PORT. Prints `ready` when requests are answered. The bucket is `lake`, the key `civora:s3`, its secret `secret`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import eventlet
import eventlet.wsgi

eventlet.monkey_patch()

from swift.common import utils  # noqa: E402 (after eventlet has taken the sockets over)

KINDS = ("account", "container", "object")
PIPELINE = "catch_errors listing_formats bulk s3api tempauth slo dlo proxy-server"
PROXY = f"""[DEFAULT]
swift_dir = {{folder}}
[pipeline:main]
pipeline = {PIPELINE}
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:tempauth]
use = egg:swift#tempauth
user_civora_s3 = secret .admin
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
check_bucket_owner = false
location = us-east-1
allow_no_owner = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:bulk]
use = egg:swift#bulk
[filter:slo]
use = egg:swift#slo
minimum_segment_size = 1
[filter:dlo]
use = egg:swift#dlo
[filter:listing_formats]
use = egg:swift#listing_formats
"""
SERVER = """[DEFAULT]
devices = {folder}/devices
mount_check = false
swift_dir = {folder}
bind_port = {port}
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""


class Cache(dict[str, object]):
    """Swift keeps tokens and what it knows of buckets in memcached; here, in this one process, in a dictionary."""

    def __bool__(self) -> bool:
        return True

    def set(self, key: str, value: object, **_: object) -> None:
        self[key] = value

    def get(self, key: str, *_: object, **__: object) -> object:
        return super().get(key)

    def delete(self, key: str, **_: object) -> None:
        self.pop(key, None)

    def incr(self, key: str, delta: int = 1, **_: object) -> int:
        number = int(str(super().get(key) or 0)) + delta
        self[key] = number
        return number


def cached(app: Callable[..., object]) -> Callable[..., object]:
    cache = Cache()

    def asked(environ: dict[str, object], start: object) -> object:
        environ["swift.cache"] = cache
        return app(environ, start)

    return asked


def rings(folder: Path, ports: dict[str, int]) -> None:
    """One device, one copy: where the parts of the store find each other."""
    from swift.common.ring import RingBuilder

    for kind, port in ports.items():
        builder = RingBuilder(4, 1, 1)
        builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "one", "weight": 1,
                         "replication_ip": "127.0.0.1", "replication_port": port, "meta": ""})  # fmt: skip
        builder.rebalance()
        builder.get_ring().save(str(folder / f"{kind}.ring.gz"))


def make_bucket(folder: Path) -> None:
    """Through a door without locks, which nobody else has."""
    from swift.common.swob import Request
    from swift.common.wsgi import loadapp

    conf = folder / "door.conf"
    conf.write_text(PROXY.format(folder=folder).split("[filter:tempauth]")[0].replace(PIPELINE, "proxy-server"))
    app = loadapp(str(conf))
    for path in ("/v1/AUTH_civora", "/v1/AUTH_civora/lake"):
        found = Request.blank(path, environ={"REQUEST_METHOD": "PUT"}).get_response(app)
        if not found.is_success:
            sys.exit(f"{path}: {found.status}")


def main(folder: Path, port: int) -> None:
    (folder / "devices/one").mkdir(parents=True)
    (folder / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_suffix = tests\n[storage-policy:0]\nname = one\ndefault = yes\n"
    )
    utils.SWIFT_CONF_FILE = str(folder / "swift.conf")
    from swift.common import storage_policy

    storage_policy.reload_storage_policies()
    utils.validate_configuration()
    sockets = {kind: eventlet.listen(("127.0.0.1", 0)) for kind in KINDS}
    rings(folder, {kind: socket.getsockname()[1] for kind, socket in sockets.items()})
    from swift.common.wsgi import loadapp

    for kind, socket in sockets.items():
        conf = folder / f"{kind}.conf"
        conf.write_text(SERVER.format(folder=folder, kind=kind, port=socket.getsockname()[1]))
        eventlet.spawn(eventlet.wsgi.server, socket, loadapp(str(conf)), log_output=False)
    conf = folder / "proxy.conf"
    conf.write_text(PROXY.format(folder=folder))
    make_bucket(folder)
    front, proxy = eventlet.listen(("127.0.0.1", port)), loadapp(str(conf))
    print("ready", flush=True)
    eventlet.wsgi.server(front, cached(proxy), log_output=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
