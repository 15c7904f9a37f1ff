"""Pure rules: proposals (`propose`), what a choice asks (`question`) and draws (`compose`, `marks`), the rows of an answer as
values (`values`), a spec filled with them (`fill`), what a spec may hold (`check`), exhibits as they are kept (`written`)."""
