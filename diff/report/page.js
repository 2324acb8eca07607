"use strict";
// Sorting and filtering of the tables that stand in the page. Text is only ever put in as text.
(() => {
  const order = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
  const FIRST = 300;  // lines that are shown until somebody asks for all: more make a browser slow
  const states = [];

  function make(parent, name, text) {
    const element = document.createElement(name);
    if (text !== undefined)
      element.textContent = text;
    parent.append(element);
    return element;
  }

  const count = (n) => n.toLocaleString("en");

  // What a cell is sorted by: numbers as such, levels by their weight, all else as text in which numbers count as numbers.
  function key(cell, number) {
    const text = cell.dataset.v ?? cell.textContent;
    return number ? Number(text.replaceAll(",", "")) : text;
  }

  const isNumber = (header) => "number" in header.dataset;

  // Puts on the page what fits the controls, in the order at hand.
  function show(state) {
    if (state.words.length)
      state.texts ??= state.rows.map((row) => row.textContent.toLowerCase());
    const words = state.words, wanted = state.choices.filter((choice) => choice.control.value);
    const found = state.sorted.filter((i) => words.every((word) => state.texts[i].includes(word)) &&
        wanted.every((choice) => state.rows[i].cells[choice.column].textContent === choice.control.value));
    const shown = found.slice(0, state.limit);
    state.table.tBodies[0].replaceChildren(...shown.map((i) => state.rows[i]));
    if (!state.told)
      return;
    const all = `${count(found.length)} of ${count(state.rows.length)} lines`;
    state.told.textContent = shown.length < found.length ? `${all}, the first ${count(shown.length)} shown` : all;
    state.more.hidden = shown.length === found.length;
    state.more.textContent = `Show all ${count(found.length)}`;
  }

  function sort(state, column, header) {
    const was = header.getAttribute("aria-sort"), number = isNumber(header);
    const now = was === "ascending" ? "descending" : was === "descending" ? null : "ascending";
    for (const other of state.table.tHead.rows[0].cells)
      other.removeAttribute("aria-sort");
    state.sorted = [...state.rows.keys()];
    if (now) {
      header.setAttribute("aria-sort", now);
      const sign = now === "ascending" ? 1 : -1, keys = state.rows.map((row) => key(row.cells[column], number));
      state.sorted.sort((a, b) => sign * (number ? keys[a] - keys[b] : order.compare(keys[a], keys[b])));
    }
    show(state);
  }

  // The values of a column, if a reader can choose among them.
  function values(rows, column, header) {
    const seen = new Map();
    for (const row of rows) {
      const cell = row.cells[column];
      if (cell.textContent)
        seen.set(cell.textContent, key(cell, isNumber(header)));
      if (seen.size > 40)
        return [];
    }
    const pairs = [...seen].sort((a, b) => isNumber(header) ? b[1] - a[1] : order.compare(a[1], b[1]));
    return pairs.length > 1 ? pairs.map((pair) => pair[0]) : [];
  }

  function addChoice(state, tools, column, header) {
    const known = values(state.rows, column, header);
    if (!known.length)
      return;
    const control = make(make(tools, "label", header.textContent), "select");
    make(control, "option", "all").value = "";
    for (const value of known)
      make(control, "option", value).value = value;
    control.addEventListener("change", () => show(state));
    state.choices.push({column, control});
  }

  function addTools(state) {
    const tools = document.createElement("div");
    tools.className = "tools";
    const field = make(make(tools, "label", "Filter by words"), "input");
    field.type = "search";
    field.addEventListener("input", () => {
      state.words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      show(state);
    });
    [...state.table.tHead.rows[0].cells].forEach((header, column) => {
      if ("choose" in header.dataset)
        addChoice(state, tools, column, header);
    });
    state.told = make(tools, "output");
    state.more = make(tools, "button");
    state.more.type = "button";
    state.more.addEventListener("click", () => {
      state.limit = Infinity;
      show(state);
    });
    state.table.parentElement.before(tools);
  }

  function addSorting(state) {
    [...state.table.tHead.rows[0].cells].forEach((header, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = header.textContent;
      header.replaceChildren(button);
      button.addEventListener("click", () => sort(state, column, header));
    });
  }

  for (const table of document.querySelectorAll("table.lines")) {
    const rows = [...table.tBodies[0].rows];
    if (rows.length < 2)
      continue;
    const state = {table, rows, sorted: [...rows.keys()], words: [], choices: [], limit: FIRST};
    if (rows.length > 5)
      addTools(state);
    addSorting(state);
    show(state);
    states.push(state);
  }

  // A link to a group opens it, or has its line shown.
  function open() {
    const id = location.hash.slice(1);
    const state = id && !document.getElementById(id) && states.find((one) => one.rows.some((row) => row.id === id));
    if (state) {
      state.limit = Infinity;
      show(state);
    }
    const target = id && document.getElementById(id), details = target && target.querySelector(":scope > details");
    if (details)
      details.open = true;
    if (state && target)
      target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  open();

  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details"))
      details.open = true;
    for (const state of states) {
      state.limit = Infinity;
      show(state);
    }
  });
})();
