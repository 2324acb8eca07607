"use strict";
// Opens pages of `sbom diff -o html` in Chromium as a reader does, and prints what is wrong with them, a line each; "figure ..." lines are measurements.
// usage: node html_browser.js CHROMIUM MARK SHOTS MANY FEW HOSTILE...     (files; SHOTS: a folder for pictures, or "")
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [chromium, mark, shots, many, few, ...hostile] = process.argv.slice(2);
const step = (what) => console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);
const wrong = (page, what) => console.log(`${path.basename(page)}: ${what}`);

async function open(browser, file, {dark = false, width = 1200, script = true} = {}) {
  const page = await browser.newPage();
  await page.setViewport({width, height: 900});
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{name: "prefers-color-scheme", value: dark ? "dark" : "light"}]);
  page.on("dialog", (dialog) => { wrong(file, `a dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("console", (message) => wrong(file, `the console says: ${message.text()}`));
  page.on("pageerror", (error) => wrong(file, `an error: ${error.message}`));
  page.on("request", (request) => request.url().startsWith("file:") && request.isNavigationRequest() || wrong(file, `asks for ${request.url().slice(0, 200)}`));
  const began = Date.now();
  await page.goto("file://" + file);
  page.took = Date.now() - began;
  return page;
}

async function shoot(page, name, options = {}) {
  if (shots)
    await page.screenshot({path: path.join(shots, `${name}.png`), ...options});
}

// Nothing of an inventory is an element, an attribute, an address or a script.
async function unharmed(file, page) {
  const bad = await page.evaluate((mark) => {
    const ours = new Set(("HTML HEAD META TITLE STYLE BODY A HEADER P H1 H2 H3 DIV DL DT DD NAV UL OL LI MAIN SECTION SPAN ARTICLE DETAILS SUMMARY STRONG CODE PRE TABLE " +
      "CAPTION THEAD TBODY TR TH TD SCRIPT LABEL INPUT SELECT OPTION OUTPUT BUTTON").split(" "));
    const attributes = new Set(["lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label", "aria-labelledby", "open", "scope", "role", "tabindex",
      "data-number", "data-choose", "data-v", "type", "value", "hidden", "aria-sort"]);
    const said = [];
    if (document.documentElement.dataset[mark])
      said.push("a script of the inventory ran");
    if (document.scripts.length !== 1 || document.styleSheets.length !== 1)
      said.push(`${document.scripts.length} scripts, ${document.styleSheets.length} styles`);
    for (const element of document.querySelectorAll("*")) {
      if (!ours.has(element.tagName))
        said.push(`<${element.tagName}>`);
      for (const {name, value} of element.attributes)
        if (!attributes.has(name) || name === "href" && !value.startsWith("#"))
          said.push(`<${element.tagName} ${name}=${value.slice(0, 60)}>`);
    }
    return said;
  }, mark);
  bad.slice(0, 10).forEach((what) => wrong(file, what));
}

async function accessible(file, page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, {resultTypes: ["violations"]}));
  for (const violation of found.violations)
    wrong(file, `axe, ${name}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary.split("\n")[1] ?? ""}`).join("; ")}`);
}

const column = (page, at) => page.$$eval("#changes tbody tr", (rows, i) => rows.map((row) => row.cells[i].textContent), at);
const told = (page) => page.$eval("#changes output", (output) => output.textContent);
const frames = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

async function sorts(file, page) {
  await page.click("#changes .tools button");
  const before = await column(page, 0);
  const button = "#changes thead th:nth-child(1) button";
  const order = new Intl.Collator("en", {numeric: true, sensitivity: "base"}).compare;
  await page.click(button);
  const up = await column(page, 0);
  if (up.join("\0") !== [...before].sort(order).join("\0"))
    wrong(file, "a click does not sort");
  if (await page.$eval("#changes thead th:nth-child(1)", (th) => th.getAttribute("aria-sort")) !== "ascending")
    wrong(file, "a sorted column does not say so");
  await page.focus(button);
  await page.keyboard.press("Enter");
  const down = await column(page, 0);
  if (order(down[0], up[0]) <= 0 || down.length !== before.length)
    wrong(file, "the keyboard does not turn the order round");
  await page.keyboard.press("Space");
  if ((await column(page, 0)).join("\0") !== before.join("\0"))
    wrong(file, "a third time does not bring the order back");
  await page.click("#changes thead th:nth-child(7) button");
  await page.click("#changes thead th:nth-child(7) button");
  if ((await column(page, 6))[0] !== "critical")
    wrong(file, "levels do not sort by weight");
}

async function filters(file, page) {
  await page.click("#changes .tools button");
  const all = await column(page, 0);
  await page.type("#changes input", "fast 2");
  await frames(page);
  const some = await column(page, 0), said = await told(page);
  if (!some.length || some.length >= all.length || !said.startsWith(`${some.length.toLocaleString("en")} of `))
    wrong(file, `the filter leaves ${some.length} of ${all.length} and says "${said}"`);
  await page.select("#changes select", "upgraded");
  if ((await column(page, 2)).some((kind) => kind !== "upgraded"))
    wrong(file, "a choice leaves other kinds");
  await page.select("#changes select", "");
  await page.$eval("#changes input", (input) => { input.value = ""; input.dispatchEvent(new Event("input")); });
  await frames(page);
  if ((await column(page, 0)).length !== all.length)
    wrong(file, "an empty filter hides lines");
}

// Seconds of a processor that the pages of a browser have used: what else the machine does counts for nothing.
async function used(browser) {
  const session = await browser.target().createCDPSession();
  const {processInfo} = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter((one) => one.type === "renderer").reduce((sum, one) => sum + one.cpuTime, 0);
}

// How long a reader waits: from the event until the frame behind it is there.
async function waits(file, browser) {
  const began = await used(browser), page = await open(browser, file), opened = await used(browser);
  const took = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const field = document.querySelector("#changes input"), button = document.querySelector("#changes thead th button");
    const type = (text) => { field.value = text; field.dispatchEvent(new Event("input")); };
    const times = {};
    for (const [name, act] of [["filter", () => type("json")], ["filter again", () => type("jso")], ["all again", () => type("")], ["sort", () => button.click()]]) {
      const at = performance.now();
      act();
      await frame();
      await frame();
      times[name] = Math.round(performance.now() - at);
    }
    return times;
  });
  const open_s = opened - began, rest_s = await used(browser) - opened;
  console.log(`figure ${await told(page)}: opened in ${page.took} ms (${open_s.toFixed(1)} s of a processor), ` +
              `${Object.entries(took).map(([name, ms]) => `${name} ${ms} ms`).join(", ")} (${rest_s.toFixed(1)} s together)`);
  if (open_s > 5 || rest_s > 3)
    wrong(file, "a reader waits");
  return page;
}

async function keyboard(file, page) {
  await page.keyboard.press("Tab");
  if (!await page.evaluate(() => document.activeElement.className === "skip"))
    wrong(file, "the first stop of the keyboard is not the link to the findings");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  if (!await page.evaluate(() => document.activeElement.tagName === "SUMMARY" && document.activeElement.closest("#g1")))
    wrong(file, "behind that the first finding is not next");
  await page.keyboard.press("Enter");
  if (await page.$eval("#g1 > details", (details) => details.open))
    wrong(file, "the keyboard does not fold a finding");
}

async function withoutScript(file, browser) {
  const page = await open(browser, file, {script: false});
  const text = await page.evaluate(() => document.body.innerText);
  if (!/FAILED/.test(text) || !/STARTUP_HOOK/.test(text) || await page.$(".tools"))
    wrong(file, "without its script it cannot be read");
  await page.close();
}

async function look(browser, file, name) {
  step(`look at ${name}`);
  for (const [scheme, dark] of [["light", false], ["dark", true]]) {
    const page = await open(browser, file, {dark});
    await unharmed(file, page);
    await accessible(file, page, scheme);
    await shoot(page, `${name}-${scheme}`, {fullPage: name === "few"});
    await page.close();
  }
  const page = await open(browser, file, {width: 360});
  const width = await page.evaluate(() => document.scrollingElement.scrollWidth);
  if (width > 360)
    wrong(file, `${width} pixels wide on a page of 360`);
  await accessible(file, page, "narrow");
  await shoot(page, `${name}-narrow`, {fullPage: name === "few"});
  await page.close();
}

async function main() {
  setTimeout(() => { console.log("the browser does not answer"); process.exit(1); }, 1200 * 1000).unref();
  const browser = await puppeteer.launch({executablePath: chromium, args: ["--no-sandbox", "--disable-dev-shm-usage"]});
  const page = await waits(many, browser);
  await shoot(page, "many");
  step("reload");
  await page.reload();
  step("sorts");
  await sorts(many, page);
  step("reload");
  await page.reload();
  step("filters");
  await filters(many, page);
  await page.type("#changes input", "fast");
  await page.$eval("#changes", (section) => section.scrollIntoView());
  await shoot(page, "many-filtered");
  step("keyboard");
  await page.reload();
  await keyboard(few, page.url().endsWith(few) ? page : await open(browser, few));
  await withoutScript(few, browser);
  await look(browser, few, "few");
  const paper = await open(browser, few);
  await paper.emulateMediaType("print");
  await shoot(paper, "few-print", {fullPage: true});
  const pdf = await paper.pdf({format: "A4"});
  console.log(`figure printed: ${pdf.length} bytes`);
  if (shots)
    fs.writeFileSync(path.join(shots, "few.pdf"), pdf);
  for (const file of hostile)
    await look(browser, file, path.basename(file, ".html"));
  await browser.close();
}

main().catch((error) => { console.log(`the browser failed: ${error.stack}`); process.exitCode = 1; });
