// A select with `data-submit` sends its form when it changes; its button is then not needed.
for (const select of document.querySelectorAll("select[data-submit]")) {
  const button = select.form.querySelector("button");
  if (button) button.hidden = true;
  select.addEventListener("change", () => select.form.requestSubmit());
}
