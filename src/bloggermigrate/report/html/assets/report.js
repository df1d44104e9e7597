"use strict";
// The table of entries and the view of one. Everything shown is made of text nodes, never of markup from the blog;
// the two sides of an entry go into frames that run nothing and load nothing.
(() => {
  const $ = (id) => document.getElementById(id);
  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const data = JSON.parse($("data").textContent);
  document.documentElement.classList.add("js");
  $("table").classList.toggle("unlabelled", !data.labels.length);

  // ------------------------------------------------------------------------------------------------------- entries

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const NONE = "Without a title";
  const entries = data.rows.map((row) => {
    const [seq, kind, status, date, title, labels, comments, worst, notes, verdict, lost, gained] = row;
    const names = labels.map((label) => data.labels[label]);
    return { seq, kind, status, date, title, names, comments, worst, notes, verdict, lost, gained,
      found: plain([title, ...names].join(" ")) };
  });
  const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));

  // Where an entry's view is: here, or on a page of the folder.
  const pageOf = (seq) => Math.floor((data.count - seq) / data.perPage) + 1;
  const placeOf = (seq) => {
    if (!data.perPage || pageOf(seq) === data.page) return `#entry-${seq}`;
    const page = `entries-${String(pageOf(seq)).padStart(4, "0")}.html#entry-${seq}`;
    return data.page ? page : `${encodeURIComponent(data.folder)}/${page}`;
  };

  const result = (entry) => {
    if (entry.verdict === 2) return ["bad", "not written"];
    if (entry.verdict === 1) return ["look", "part as HTML"];
    if (entry.verdict === 3) return ["look", "left out"];
    const parts = [];
    if (entry.lost) parts.push(`${entry.lost} less`);
    if (entry.gained) parts.push(`${entry.gained} more`);
    return parts.length ? ["look", parts.join(", ")] : ["good", "identical"];
  };
  const difference = (entry) => (entry.verdict > 1 ? entry.verdict * 1e8 : 0) + (entry.verdict === 1 ? 1e6 : 0) + entry.lost + entry.gained;

  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const columns = [
    { key: "date", name: "Date", first: -1, compare: (a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.seq - b.seq) },
    { key: "title", name: "Title", first: 1, compare: (a, b) => collator.compare(a.title, b.title) },
    { key: "labels", name: "Labels" },
    { key: "comments", name: "Comments", first: -1, compare: (a, b) => a.comments - b.comments },
    { key: "result", name: "Compared", first: -1, compare: (a, b) => difference(a) - difference(b) },
    { key: "notes", name: "Notes", first: -1, compare: (a, b) => a.worst - b.worst || a.notes - b.notes },
  ];
  const only = {
    "": () => true,
    look: (entry) => entry.worst > 1 || entry.verdict === 2,
    issues: (entry) => entry.notes > 0,
    html: (entry) => entry.verdict === 1,
    differs: (entry) => entry.lost > 0 || entry.gained > 0,
    failed: (entry) => entry.verdict > 1,
  };

  // --------------------------------------------------------------------------------------------- search, filter, sort

  let order = { key: "date", direction: -1 };
  let shown = entries;
  const controls = { kind: $("f-kind"), status: $("f-status"), year: $("f-year"), label: $("f-label"), only: $("f-only") };
  const search = $("q");
  const fill = (select, all, values) => {
    select.append(make("option", { value: "" }, all));
    for (const [value, name] of values) select.append(make("option", { value }, name));
  };
  const distinct = (values) => [...new Set(values)];
  const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  fill(controls.kind, "All", distinct(entries.map((e) => e.kind)).map((kind) => [kind, `${capital(kind)}s`]));
  fill(controls.status, "Any", distinct(entries.map((e) => e.status)).map((s) => [s, capital(data.statuses[s] || s)]));
  fill(controls.year, "All", distinct(entries.map((e) => e.date.slice(0, 4))).filter(Boolean).sort().reverse().map((y) => [y, y]));
  fill(controls.label, "All", [...distinct(entries.flatMap((e) => e.names))].sort(collator.compare).map((name) => [name, name]));
  const sorts = $("f-sort");
  for (const column of columns) if (column.compare) sorts.append(make("option", { value: column.key }, column.name));

  const choose = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const { kind, status, year, label } = Object.fromEntries(Object.entries(controls).map(([key, c]) => [key, c.value]));
    const test = only[controls.only.value];
    shown = entries.filter((entry) =>
      (!kind || entry.kind === kind) && (!status || entry.status === status) && (!year || entry.date.startsWith(year)) &&
      (!label || entry.names.includes(label)) && test(entry) && words.every((word) => entry.found.includes(word)));
    const { compare } = columns.find((column) => column.key === order.key);
    shown.sort((a, b) => order.direction * compare(a, b) || b.seq - a.seq);
    const many = (n) => n.toLocaleString("en");
    $("found").textContent = shown.length === entries.length
      ? `${many(entries.length)} ${entries.length === 1 ? "entry" : "entries"}`
      : shown.length ? `${many(shown.length)} of ${many(entries.length)} entries` : "Nothing like that. Clear the search to see all entries.";
    for (const head of $("heads").children) {
      const key = head.dataset.key;
      if (head.hasAttribute("aria-sort")) head.setAttribute("aria-sort", key !== order.key ? "none" : order.direction > 0 ? "ascending" : "descending");
    }
    sorts.value = order.key;
    $("table").setAttribute("aria-rowcount", shown.length + 1);
    window_.first = -1;
    draw();
  };
  const sortBy = (column) => {
    order = { key: column.key, direction: order.key === column.key ? -order.direction : column.first };
    choose();
  };
  for (const column of columns) {
    const head = make("th", { role: "columnheader", scope: "col", class: column.key, "data-key": column.key });
    if (column.compare) {
      const button = make("button", { type: "button" }, column.name);
      button.addEventListener("click", () => sortBy(column));
      head.setAttribute("aria-sort", "none");
      head.append(button);
    } else head.append(make("span", { class: "small" }, column.name));
    $("heads").append(head);
  }
  sorts.addEventListener("change", () => sortBy({ ...columns.find((column) => column.key === sorts.value) }));
  for (const control of Object.values(controls)) control.addEventListener("change", choose);
  let waiting = 0;
  search.addEventListener("input", () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(choose); });
  document.querySelector(".filters").addEventListener("submit", (event) => event.preventDefault());
  const clear = () => { search.value = ""; for (const control of Object.values(controls)) control.value = ""; };
  $("reset").addEventListener("click", () => { clear(); choose(); search.focus(); });

  // Links such as a label's, which show its entries.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter]");
    if (!link) return;
    clear();
    controls[link.dataset.filter].value = link.dataset.value;
    choose();
  });

  // ------------------------------------------------------------------------ the window: only rows in sight are there

  const body = $("rows");
  const window_ = { first: -1, last: -1, height: 0, all: false };
  const BEYOND = 12;
  const row = (entry, index) => {
    const [look, told] = result(entry);
    const title = make("td", { role: "cell", class: "title" });
    title.append(make("a", { href: placeOf(entry.seq), "data-entry": entry.seq }, entry.title || NONE));
    if (entry.kind === "page") title.append(" ", make("span", { class: "tag" }, "page"));
    if (entry.status !== "live") title.append(" ", make("span", { class: "tag" }, data.statuses[entry.status] || entry.status));
    const notes = entry.notes ? [make("span", { class: `tag ${["", "", "look", "bad"][entry.worst]}` }, String(entry.notes))] : [];
    const cell = (name, ...children) => make("td", { role: "cell", class: name }, ...children);
    return make("tr", { role: "row", "aria-rowindex": index + 2 },
      cell("date", entry.date || "no date"), title, cell("labels", entry.names.join(", ")), cell("comments num", entry.comments ? String(entry.comments) : ""),
      cell("result", make("span", { class: `tag ${look}` }, told)), cell("notes", ...notes));
  };
  const draw = () => {
    if (!window_.height && shown.length) {
      body.replaceChildren(row(shown[0], 0));
      window_.height = body.firstChild.getBoundingClientRect().height || 46;
    }
    const height = window_.height;
    const top = -body.getBoundingClientRect().top;
    let first = Math.max(0, Math.floor(top / height) - BEYOND);
    let last = Math.min(shown.length, Math.ceil((top + innerHeight) / height) + BEYOND);
    if (window_.all) [first, last] = [0, Math.min(shown.length, 2000)];
    first = Math.min(first, Math.max(0, shown.length - 1));
    last = Math.max(last, Math.min(shown.length, first + BEYOND));
    if (first === window_.first && last === window_.last) return;
    // A few rows of change wait until more are needed.
    if (window_.first >= 0 && Math.abs(first - window_.first) < BEYOND / 2 && Math.abs(last - window_.last) < BEYOND / 2 && !window_.all) return;
    body.style.paddingTop = `${first * height}px`;
    body.style.paddingBottom = `${window_.all ? 0 : Math.max(0, shown.length - last) * height}px`;
    const rows = (from, to) => shown.slice(from, to).map((entry, at) => row(entry, from + at));
    if (window_.first < 0 || first >= window_.last || last <= window_.first) body.replaceChildren(...rows(first, last));
    else {
      // Rows that stay are not touched: a click half done, the focus and a selection would be lost with them.
      for (let gone = Math.max(0, first - window_.first); gone; gone--) body.firstChild.remove();
      for (let gone = Math.max(0, window_.last - last); gone; gone--) body.lastChild.remove();
      body.prepend(...rows(first, Math.max(first, window_.first)));
      body.append(...rows(Math.min(last, window_.last), last));
    }
    [window_.first, window_.last] = [first, last];
  };
  let asked = false;
  const later = () => { if (!asked) { asked = true; requestAnimationFrame(() => { asked = false; draw(); }); } };
  addEventListener("scroll", later, { passive: true });
  addEventListener("resize", () => { window_.height = 0; window_.first = -1; later(); });
  document.addEventListener("toggle", later, true);

  // Brings a row into sight and focuses its link.
  const goTo = (index) => {
    const entry = shown[Math.max(0, Math.min(shown.length - 1, index))];
    if (!entry) return;
    const at = shown.indexOf(entry);
    const top = body.getBoundingClientRect().top + scrollY + at * window_.height;
    if (top < scrollY + 2 * window_.height || top > scrollY + innerHeight - 2 * window_.height) {
      scrollTo({ top: top - innerHeight / 2, behavior: "instant" });
    }
    window_.first = -1;
    draw();
    body.querySelector(`a[data-entry="${entry.seq}"]`)?.focus({ preventScroll: true });
  };
  body.addEventListener("keydown", (event) => {
    const link = event.target.closest("a[data-entry]");
    const at = link ? shown.indexOf(bySeq.get(Number(link.dataset.entry))) : -1;
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 };
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    goTo(steps[event.key]);
  });

  // ------------------------------------------------------------------------------------------------------- one entry

  const dialog = $("view");
  const RULES = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  const frame = (title, markup) => make("iframe", {
    sandbox: "", title, referrerpolicy: "no-referrer",
    srcdoc: `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${RULES}"><style>body{margin:0}.paper{min-height:100vh;box-sizing:border-box}</style><style>${$("paper").textContent}</style><div class="paper" tabindex="0">${markup}</div>`,
  });
  let mode = "side";
  let current = 0;
  const modes = (talk) => {
    const views = [["side", "Side by side"], ["old", "In Blogger"], ["new", "In the new site"], ["file", "The file"]];
    if (talk) views.push(["talk", "Comments"]);
    else if (mode === "talk") mode = "side";
    const set = make("fieldset", { class: "modes" }, make("legend", {}, "Show"));
    for (const [value, name] of views) {
      const input = make("input", { type: "radio", name: "mode", value });
      input.checked = value === mode;
      input.addEventListener("change", () => { mode = value; dialog.dataset.mode = value; });
      set.append(make("label", {}, input, make("span", {}, name)));
    }
    return set;
  };
  const turn = (name, words, seq) => {
    const button = make("button", { type: "button", "aria-label": words }, name);
    if (seq === undefined) button.disabled = true;
    else button.addEventListener("click", () => { const place = placeOf(seq); if (place[0] === "#") history.replaceState(null, "", place), open(seq, name); else location.href = place; });
    return button;
  };
  const open = (seq, focus) => {
    const store = $(`e${seq}`);
    if (!store) return false;
    // In a document of its own, where nothing of it is run or loaded.
    const found = new DOMParser().parseFromString(store.textContent, "text/html");
    const sheet = found.querySelector(".sheet");
    const head = make("div", { class: "sheet-head" });
    const panes = make("div", { class: "panes" });
    for (const child of [...sheet.children]) if (!child.classList.contains("panes")) head.append(document.importNode(child, true));
    for (const pane of sheet.querySelectorAll(".pane")) {
      const own = make("section", { class: pane.className, "aria-label": pane.getAttribute("aria-label") }, document.importNode(pane.querySelector("h4"), true));
      const paper = pane.querySelector(".paper");
      own.append(paper ? frame(pane.getAttribute("aria-label"), paper.innerHTML) : document.importNode(pane.querySelector("pre"), true));
      panes.append(own);
    }
    const at = shown.indexOf(bySeq.get(seq));
    const close = make("button", { type: "button", id: "close" }, "Close");
    close.addEventListener("click", () => dialog.close());
    const [before, after] = at < 0 ? [] : [shown[at - 1], shown[at + 1]];
    const turns = make("span", { class: "turn" }, turn("←", "Previous entry", before?.seq), turn("→", "Next entry", after?.seq));
    dialog.replaceChildren(make("div", { class: "headbar" }, make("h2", { id: "view-title" }, bySeq.get(seq)?.title || NONE), turns, close), head, modes(sheet.querySelector(".talk")), panes);
    dialog.dataset.mode = mode;
    current = seq;
    if (!dialog.open) dialog.showModal();
    const again = focus && [...turns.children].find((button) => button.textContent === focus && !button.disabled);
    (again || close).focus();
    return true;
  };
  dialog.addEventListener("close", () => {
    dialog.replaceChildren();
    if (location.hash.startsWith("#entry-")) history.replaceState(null, "", "#entries");
    const opener = document.querySelector(`main a[data-entry="${current}"]`);
    if (back && back.isConnected) back.focus({ preventScroll: true });
    else if (opener) opener.focus({ preventScroll: true });
    else goTo(Math.max(0, shown.indexOf(bySeq.get(current))));
    back = null;
  });
  let back = null;
  document.addEventListener("click", (event) => { back = event.target.closest("a[data-entry]") || back; });
  const follow = () => {
    const named = /^#entry-(\d+)$/.exec(location.hash);
    if (named) open(Number(named[1]));
    else if (dialog.open) dialog.close();
  };
  addEventListener("hashchange", follow);

  // On paper everything that is folded stands open, and the rows are all there.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("main details:not([open])")].filter((each) => !each.closest(".store"));
    for (const each of folded) each.open = true;
    window_.all = true;
    draw();
  });
  addEventListener("afterprint", () => { for (const each of folded) each.open = false; window_.all = false; window_.first = -1; draw(); });

  choose();
  follow();
})();
