"""Counting votes on what to fund, so that anybody can count again: the `.pb` format, the rules, and why each came out so.

Pure: no framework, no clock, no chance. All money and all counts are exact (`int` and `Fraction`). The order of the
ballots never matters; ties go to the lower cost, then to more votes, then to the smaller id.
"""
