// A form with `data-follow`: when a select or box in it changes, the form is looked at anew and the parts that depend on it
// (elements with `data-followed` and an id) are replaced, without losing the place. Without this the button does the same.
for (const form of document.querySelectorAll("form[data-follow]")) {
  let turn = 0;
  form.addEventListener("change", async (event) => {
    if (!event.target.closest("[data-follows]")) return;
    const mine = ++turn;
    const body = new FormData(form);
    body.set("do", "look");
    form.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.action || location.href, { method: "POST", body });
      const next = new DOMParser().parseFromString(await response.text(), "text/html");
      if (mine !== turn) return;
      for (const part of document.querySelectorAll("[data-followed]")) {
        const fresh = next.getElementById(part.id);
        if (fresh) part.replaceWith(fresh);
      }
    } catch {
      return; // the button remains
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
}
