"""A request to try: which dataset, which door, which clauses."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

CLAUSES = ("select", "where", "group_by", "order_by", "limit")
RECORDS, FACETS, CSV = "records", "facets", "exports/csv"
DOORS = (
    (RECORDS, gettext_lazy("Rows, as JSON")),
    (FACETS, gettext_lazy("Facets, as JSON")),
    (CSV, gettext_lazy("All rows, as CSV")),
)


class TryForm(forms.Form):
    """All optional but the dataset; the API itself says what is wrong with a clause."""

    dataset = forms.ChoiceField(label=gettext_lazy("Dataset"))
    door = forms.ChoiceField(label=gettext_lazy("What you want"), choices=DOORS, required=False)
    select = forms.CharField(required=False, help_text=gettext_lazy("Columns or sums: name, count(*) as n"))
    where = forms.CharField(required=False, help_text=gettext_lazy("A condition: year > 2020 and name like 'street'"))
    group_by = forms.CharField(required=False)
    order_by = forms.CharField(required=False, help_text=gettext_lazy("A column, then desc for falling"))
    limit = forms.IntegerField(required=False, min_value=0, max_value=100)

    def __init__(self, *args: object, datasets: tuple[tuple[str, str], ...], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]  # as the form's own
        self.fields["dataset"].choices = datasets  # type: ignore[attr-defined]  # a choice field has them
        for name in CLAUSES:
            self.fields[name].label = name  # the API's own word, the same in every language
            self.fields[name].widget.attrs |= {"spellcheck": "false", "autocapitalize": "off"}

    def clauses(self) -> dict[str, object]:
        """What the address says: exports and facets have fewer clauses than rows."""
        allowed = {RECORDS: CLAUSES, FACETS: ("where",), CSV: ("select", "where", "order_by", "limit")}
        given = allowed.get(self.cleaned_data["door"] or RECORDS, CLAUSES)
        return {name: self.cleaned_data[name] for name in given if self.cleaned_data[name] not in (None, "")}
