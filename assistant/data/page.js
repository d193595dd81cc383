// Opens the cited clause beside its answer. One listener for the whole page: answers come and go.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

  function open(button) {
    const source = document.getElementById(button.dataset.source);
    if (!source) return;
    const turn = button.closest(".turn");
    const close = source.open && button.classList.contains("now");
    for (const other of turn.querySelectorAll(".source")) other.open = false;
    for (const other of turn.querySelectorAll(".cite, mark")) other.classList.remove("now");
    for (const other of turn.querySelectorAll(".cite")) other.setAttribute("aria-expanded", "false");
    if (close) return;
    source.open = true;
    button.classList.add("now");
    button.setAttribute("aria-expanded", "true");
    for (const mark of source.querySelectorAll(`mark[data-claim="${button.dataset.claim}"]`)) {
      mark.classList.add("now");
    }
    const below = source.getBoundingClientRect().top > button.getBoundingClientRect().bottom;
    source.scrollIntoView({ block: below ? "start" : "nearest", behavior: calm });
    source.querySelector("summary").focus({ preventScroll: true });
  }

  // Called by the page after each answer.
  window.showLatest = () => {
    const turns = document.querySelectorAll("#dialogue .turn");
    turns[turns.length - 1]?.scrollIntoView({ block: "start", behavior: calm });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.cite, button.back");
    if (!button) return;
    if (button.classList.contains("cite")) open(button);
    else document.getElementById(button.dataset.turn)?.scrollIntoView({ block: "start", behavior: calm });
  });
})();
