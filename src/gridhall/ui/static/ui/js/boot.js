// Runs before the page is painted: colours, density and sidebar as the reader left them.
(function () {
  "use strict";
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage may be forbidden; the defaults stand
    }
  };
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.bsTheme = read("gh-theme") || system;
  root.dataset.density = read("gh-density") || "compact";
  root.dataset.sidebar = read("gh-sidebar") || "open";
})();
