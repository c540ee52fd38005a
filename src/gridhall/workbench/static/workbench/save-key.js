// Ctrl+S (⌘S) saves the form that has a [data-save] button, as in every editor.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
  const button = document.querySelector("[data-save]");
  if (!button) return;
  event.preventDefault();
  button.click();
});
