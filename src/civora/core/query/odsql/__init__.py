"""ODSQL, the query language of the Explore API v2.1: text to tree and back, `parse_x(print_x(tree)) == tree`.

Grammar: reference, appendix A. The parser knows names of functions only where the grammar needs it (now); `check`
judges meaning.
"""

from civora.core.query.odsql.parser import parse_expressions, parse_group_by, parse_order_by, parse_select, parse_where
from civora.core.query.odsql.printer import (
    print_expression,
    print_group_by,
    print_order_by,
    print_select,
    print_where,
    quoted,
)

__all__ = [
    "parse_expressions",
    "parse_group_by",
    "parse_order_by",
    "parse_select",
    "parse_where",
    "print_expression",
    "print_group_by",
    "print_order_by",
    "print_select",
    "print_where",
    "quoted",
]
