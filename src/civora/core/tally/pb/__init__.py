"""The `.pb` format of Pabulib: read, written back byte for byte, checked and turned into an `Election`.

Source: pabulib.org/format (state of April 2026). Readers tolerate a byte-order mark, either line ending, spaces at the
edges of a cell and empty lines at the end.
"""

from civora.core.tally.pb.election import election
from civora.core.tally.pb.fill import filled
from civora.core.tally.pb.read import read
from civora.core.tally.pb.recount import Difference, differences
from civora.core.tally.pb.types import PbFile, Table
from civora.core.tally.pb.write import write

__all__ = ["Difference", "PbFile", "Table", "differences", "election", "filled", "read", "write"]
