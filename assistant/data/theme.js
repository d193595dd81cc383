// Light or dark before anything is painted: as chosen here before, else as the system is set.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const wanted = () => stored() ?? (system.matches ? "dark" : "light");
  const apply = () => {
    document.documentElement.dataset.theme = wanted();
    // The page framework keeps a class of its own on the body.
    if (document.body) document.body.classList.toggle("dark", wanted() === "dark");
  };

  // Called by the button in the masthead.
  window.switchTheme = () => {
    try { localStorage.setItem("theme", wanted() === "dark" ? "light" : "dark"); } catch { return; }
    apply();
  };
  system.addEventListener("change", apply);
  apply();
  // The framework takes the language of the browser for that of the page.
  const page = document.documentElement;
  const language = page.lang;
  new MutationObserver(() => { if (page.lang !== language) page.lang = language; }).observe(page, { attributeFilter: ["lang"] });
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(() => {
      if (document.body.classList.contains("dark") !== (wanted() === "dark")) apply();
    }).observe(document.body, { attributeFilter: ["class"] });
  });
})();
