// The words that scripts say, in the page's language (templates/ui/_words.html).
export const word = (name) => document.getElementById("gh-words")?.dataset[name] ?? "";

export const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice then holds for this page only
  }
};

// Calls `start` for every element that matches, now and after each swap by htmx.
export const onElements = (selector, start) => {
  const seen = new WeakSet();
  const begin = (element) => {
    if (seen.has(element)) return;
    seen.add(element);
    start(element);
  };
  const visit = (root) => {
    if (root.matches?.(selector)) begin(root);
    root.querySelectorAll?.(selector).forEach(begin);
  };
  visit(document);
  document.addEventListener("htmx:load", (event) => visit(event.detail.elt));
};
