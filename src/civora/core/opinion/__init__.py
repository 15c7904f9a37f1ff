"""Opinion groups from votes on statements: who votes alike, what divides the groups, what unites them (Polis method).

numpy is allowed here. The same votes give the same map, byte for byte: no chance, no clock, fixed starting points, and
every number is rounded before it leaves.

Sources: Small et al., Polis: scaling deliberation by mapping high dimensional opinion spaces (2021); the mathematics of
polis (`math/src/polismath`), as described in the documentation of red-dwarf.
"""

from civora.core.opinion.chart import opinion_map
from civora.core.opinion.types import Group, OpinionMap, Place, Standing, Vote

__all__ = ["Group", "OpinionMap", "Place", "Standing", "Vote", "opinion_map"]
