// Native dialogs: opened by a button, closed by Esc, a click beside them or a close button.
document.addEventListener("click", (event) => {
  const open = event.target.closest("[data-dialog-open]");
  if (open) {
    const dialog = document.getElementById(open.dataset.dialogOpen);
    dialog?.showModal();
    dialog?.querySelector("textarea, input:not([type=hidden]), select")?.focus();
    return;
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog")?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right &&
      event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
