"""Who may see which rows and columns: the decision, as a pure function of policy and reader."""

from civora.core.policy.decide import decide
from civora.core.policy.narrow import narrow

__all__ = ["decide", "narrow"]
