// A form with `data-drop`: a file dragged anywhere onto it, or chosen, is sent at once, with its progress in words.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const state = form.querySelector("[data-drop-state]");
  const button = form.querySelector("button");

  const send = () => {
    if (!input.files.length) return;
    state.textContent = form.dataset.sending;
    button.disabled = true;
    form.submit();
  };
  input.addEventListener("change", send);
  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) form.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
  window.addEventListener("pageshow", () => { button.disabled = false; });
}
