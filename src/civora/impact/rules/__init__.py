"""The rules of impact: the published rule of a status, the questions of an indicator, who may change what. Pure."""
