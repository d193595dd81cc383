// What every page does in the browser: one listener for all buttons that name an action, which the other scripts add to.
(() => {
  async function copy(text, button) {
    const own = button.dataset.own ?? (button.dataset.own = button.innerHTML);
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = byHand(text); }
    button.textContent = done ? button.dataset.done : button.dataset.failed;
    setTimeout(() => { button.innerHTML = own; }, 1800);
  }

  // Without a secure connection browsers offer only the old way.
  function byHand(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  const actions = {
    theme: () => window.switchTheme(),
    link: (button) => copy(new URL(button.dataset.link, location.href).href, button),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-action]");
    if (button) actions[button.dataset.action]?.(button);
  });

  window.policyPage = { copy, actions };
})();
