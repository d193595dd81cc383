"use strict";
// The staff desk. Everything from the server is put into the page as text, never as markup.
(() => {
  const desk = document.getElementById("desk"), say = desk.dataset;
  const csrf = document.querySelector("meta[name=csrf]").content;
  const $ = (id) => document.getElementById(id);
  const el = (tag, cls, text) => {
    const made = document.createElement(tag);
    if (cls) made.className = cls;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const fault = (section, text) => {
    const box = section.querySelector(".fault");
    box.textContent = text || "";
    box.hidden = !text;
  };
  // What was typed outlives the session, in this tab and for the same account only.
  const leave = () => {
    sessionStorage.setItem("draft", JSON.stringify({ account: say.account, text: $("text").value }));
    location.assign("/staff?ended=1");
  };
  const draft = JSON.parse(sessionStorage.getItem("draft") || "null");
  sessionStorage.removeItem("draft");
  if (draft && draft.account === say.account) $("text").value = draft.text;
  const send = async (path, body, json) => {
    const headers = { "X-CSRF-Token": csrf };
    if (json) headers["Content-Type"] = "application/json";
    const answer = await fetch(path, { method: "POST", headers, body });
    if (answer.status === 401) { leave(); throw new Error(say.ended); }
    if (!answer.ok) {
      const row = await answer.json().catch(() => ({}));
      throw new Error(row.fault || say.failed);
    }
    return answer;
  };
  const pieces = (diff, side) => diff.filter(([kind]) => kind === "equal" || !side || kind === side).map(([kind, words]) =>
    kind === "equal" ? document.createTextNode(words) : el(kind === "insert" ? "ins" : "del", "", words));
  const exports = (box, id) => box.replaceChildren(...["docx", "html", "json"].map((form) => {
    const link = el("a", "", form.toUpperCase());
    link.href = `/staff/api/report/${id}.${form}`;
    return link;
  }));

  // Tabs
  const tabs = ["check", "clause", "compare"];
  tabs.forEach((name) => $(`tab-${name}`).addEventListener("click", () => tabs.forEach((other) => {
    $(other).hidden = other !== name;
    $(`tab-${other}`).setAttribute("aria-selected", String(other === name));
  })));
  $("logout").addEventListener("click", async () => { await send("/staff/logout"); location.assign("/staff"); });

  // Check
  $("check-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target, section = $("check"), state = section.querySelector(".state");
    const bar = state.querySelector("progress"), words = state.querySelector("span"), button = form.querySelector("button");
    fault(section); $("result").hidden = true; state.hidden = false; button.disabled = true;
    bar.removeAttribute("value"); words.textContent = say.working;
    try {
      const answer = await send("/staff/api/check", new FormData(form));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        rest += value;
        const lines = rest.split("\n");
        rest = lines.pop();
        for (const line of lines) {
          const row = JSON.parse(line);
          if (row.fault) throw new Error(row.fault);
          if (row.report) show(row);
          else { bar.max = row.all; bar.value = row.done; words.textContent = say.progress.replace("{done}", row.done).replace("{all}", row.all); }
        }
      }
    } catch (error) { fault(section, error.message); }
    state.hidden = true; button.disabled = false;
  });
  const colour = (row) => row.old_words ? "altered" : row.verdict;
  const show = ({ id, report, text }) => {
    $("tally").replaceChildren(...["verbatim", "altered", "contradicted", "not_found"].map((v) => el("li", v, `${say[v]} ${report.summary[v]}`)));
    exports($("check-exports"), id);
    // Offsets of the server count characters; a string here counts units of sixteen bits.
    const signs = Array.from(text), marked = $("marked");
    marked.replaceChildren();
    let place = 0;
    report.sentences.forEach((row) => {
      marked.append(signs.slice(place, row.start).join(""));
      const button = el("button", colour(row));
      button.type = "button";
      button.append(el("b", "", signs.slice(row.start, row.end).join("")));
      button.addEventListener("click", () => {
        marked.querySelectorAll(".chosen").forEach((other) => other.classList.remove("chosen"));
        button.classList.add("chosen");
        detail(row);
        if (matchMedia("(max-width: 760px)").matches) $("detail").scrollIntoView({ behavior: "smooth", block: "start" });
      });
      marked.append(button);
      place = row.end;
    });
    marked.append(signs.slice(place).join(""));
    $("detail").replaceChildren(el("p", "quiet", say.none));
    hints(report);
    $("result").hidden = false;
    $("result").scrollIntoView({ block: "start" });
  };
  const clause = (place) => {
    const box = el("div");
    box.append(el("h3", "", place.citation));
    const words = el("div", "clause-text"), signs = Array.from(place.clause);
    const from = place.start - place.clause_start, to = place.end - place.clause_start;
    words.append(signs.slice(0, from).join(""), el("mark", "", signs.slice(from, to).join("")), signs.slice(to).join(""));
    const copy = el("button", "plain", say.copy);
    copy.type = "button";
    copy.addEventListener("click", async () => { await navigator.clipboard.writeText(place.citation); copy.textContent = say.copied; });
    const open = el("a", "", say.open);
    open.href = `/doc/${place.document_id.split("/").map(encodeURIComponent).join("/")}`;
    box.append(words, copy, " ", open);
    return box;
  };
  const detail = (row) => {
    const box = $("detail");
    box.replaceChildren(el("p", "", ""));
    box.firstChild.append(el("span", `chip ${colour(row)}`, row.says));
    if (row.place && row.verdict !== "verbatim" && row.diff.length) {
      const shown = el("div", "clause-text");
      shown.append(...pieces(row.diff));
      box.append(shown);
    }
    const points = el("ul", "points");
    row.points.forEach((point) => points.append(el("li", point.grave ? "grave" : "", point.text)));
    row.faults.forEach((text) => points.append(el("li", "grave", text)));
    row.notes.forEach((text) => points.append(el("li", "quiet", text)));
    box.append(points);
    if (row.parts.length) row.parts.forEach((part) => box.append(clause(part.place)));
    else if (row.place) box.append(clause(row.place));
    if (row.current) { box.append(el("h2", "", say.current)); box.append(clause(row.current.place)); }
  };
  const hints = (report) => {
    const box = $("hints");
    box.replaceChildren();
    const list = (title, lines) => {
      if (!lines.length) return;
      const points = el("ul");
      lines.forEach((line) => points.append(el("li", "", line)));
      box.append(el("h2", "", title), points);
    };
    report.warnings.forEach((text) => box.append(el("p", "grave", text)));
    list(say.remarks, report.remarks);
    list(say.inconsistencies, report.inconsistencies);
  };

  // Look-up
  $("clause-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = $("clauses");
    fault($("clause"));
    box.replaceChildren();
    try {
      const row = await (await send("/staff/api/clause", JSON.stringify({ address: $("address").value }), true)).json();
      row.clauses.forEach((found) => {
        const card = el("div", "found");
        card.append(clause(found), el("p", "quiet lines", found.notes.join("\n")));
        box.append(card);
      });
      if (row.text) box.append(el("p", "found", row.text));
    } catch (error) { fault($("clause"), error.message); }
  });

  // Comparison
  $("compare-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = new FormData(event.target), section = $("compare");
    fault(section);
    try {
      const { id, comparison } = await (await send("/staff/api/compare", JSON.stringify(Object.fromEntries(form)), true)).json();
      $("compared").replaceChildren(el("p", "", comparison.pair), el("p", "quiet", comparison.counted));
      exports($("compare-exports"), id);
      $("rows").replaceChildren(...comparison.rows.map(pair));
      $("no-change").hidden = comparison.rows.some((row) => row.change !== "same");
      $("comparison").hidden = false;
    } catch (error) { $("comparison").hidden = true; fault(section, error.message); }
  });
  const colours = { same: "verbatim", changed: "altered", added: "contradicted", removed: "not_found" };
  const side = (name, words) => {
    const box = el("div");
    if (words.length) box.append(el("span", "side", name), ...words);
    return box;
  };
  const pair = (row) => {
    const box = el("div", `versus is-${row.change}`), kind = el("div", "became");
    const words = (part, kept) => !part ? [] : row.change === "changed" ? pieces(row.diff, kept) : [document.createTextNode(part.text)];
    kind.append(el("span", `chip ${colours[row.change]}`, row.says));
    row.differences.filter((d) => d.contradicts && d.old && d.new).forEach((d) => kind.append(el("span", "chip grave", `${d.old} → ${d.new}`)));
    row.notes.forEach((text) => kind.append(el("p", "quiet", text)));
    box.append(kind, side(say.old, words(row.old, "delete")), side(say.new, words(row.new, "insert")));
    return box;
  };
  const only = $("only-changes");
  const toggle = () => $("rows").classList.toggle("only-changes", only.checked);
  only.addEventListener("change", toggle);
  toggle();
})();
