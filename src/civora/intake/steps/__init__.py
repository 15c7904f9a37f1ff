"""The steps between raw text and a typed table, one small file each: types (`typed`), places (`places`), rejects (`rejects`)."""
