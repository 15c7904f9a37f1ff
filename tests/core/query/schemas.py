"""One schema with a field of every kind."""

from __future__ import annotations

from civora.core.schema import Field, FieldType, Schema

FIELDS = Schema(
    (
        Field("name", FieldType.TEXT, is_facet=True),
        Field("pop", FieldType.INT),
        Field("pop_old", FieldType.INT),
        Field("area", FieldType.DOUBLE),
        Field("d", FieldType.DATE, is_facet=True),
        Field("t", FieldType.DATETIME),
        Field("geo", FieldType.GEO_POINT),
        Field("shape", FieldType.GEO_SHAPE),
        Field("ok", FieldType.BOOLEAN),
        Field("tags", FieldType.TEXT, separator=",", is_facet=True, is_disjunctive=True),
        Field("path", FieldType.TEXT, is_facet=True, hierarchy="/"),
        Field("j", FieldType.JSON),
        Field("f", FieldType.FILE),
    )
)
