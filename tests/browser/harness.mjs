// Serves a case, opens pages in Chromium, and runs flows one after the other. Start at `run`.

import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(join(process.env.RETROSPECT_NODE_MODULES, "flows.mjs"));
const { chromium } = require("playwright-core");
const axe = require.resolve("axe-core/axe.min.js");
const { RETROSPECT_BIN: program, RETROSPECT_BROWSER_OUT: out, CHROMIUM: executablePath } = process.env;
// How long one step may take, in milliseconds. Machines that do other things besides are slow.
const PATIENCE = 20000;

const flows = [];
const scratch = mkdtempSync(join(tmpdir(), "retrospect-browser-"));
const servers = [];

// Adds a flow: a name that is a sentence, what the browser is set to, and what is done.
export function flow(name, settings, act) {
  flows.push({ name, settings, act });
}

// Says what was expected when it is not so.
export function check(holds, what) {
  if (!holds) throw new Error(what);
}

// A fresh copy of the worked example.
let made = 0;
function example() {
  made += 1;
  const path = join(scratch, `example-${made}.retro`);
  execFileSync(program, ["demo", path], { stdio: ["ignore", "ignore", "inherit"] });
  return path;
}

// Serves a case and gives its address.
export function serve(path = example(), more = []) {
  const child = spawn(program, ["serve", path, "--port", "0", ...more], { stdio: ["ignore", "ignore", "pipe"] });
  servers.push(child);
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
      const address = said.match(/is at (http:\S+?)\/[;\s]/);
      if (address) resolve(address[1]);
    });
    child.on("exit", () => reject(new Error(`the server ended: ${said}`)));
  });
}

// A file on the disk, to be chosen or dropped.
export function file(name, text) {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

// What axe finds that is serious.
export async function serious(page) {
  await page.addScriptTag({ path: axe }).catch(() => page.evaluate(require("node:fs").readFileSync(axe, "utf8")));
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const grave = found.violations.filter((one) => ["serious", "critical"].includes(one.impact));
  return grave.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
}

async function once(browser, { name, settings, act }, number, address) {
  const { bypassCSP, ...context } = settings;
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP, ...context });
  opened.setDefaultTimeout(PATIENCE);
  const page = await opened.newPage();
  const wrong = [];
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("dialog", (dialog) => wrong.push(`a dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on("requestfailed", (request) => {
    // A slider that moves on breaks off what it asked for before.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") wrong.push(`${request.url()}: ${request.failure()?.errorText}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["127.0.0.1", "localhost"].includes(url.hostname) && url.protocol.startsWith("http")) wrong.push(`asked another host: ${url}`);
  });
  const began = Date.now();
  let failure = null;
  try {
    await act(page, address, opened);
    if (wrong.length) throw new Error(`the console has ${wrong.length} errors: ${wrong.slice(0, 3).join("; ")}`);
  } catch (error) {
    failure = error;
  }
  const slug = `${String(number).padStart(2, "0")}-${name.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 60)}`;
  await page.screenshot({ path: join(out, `${slug}.png`) }).catch(() => {});
  await opened.close();
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(`${failure ? "FAILED" : "ok    "} ${name} (${seconds} s)`);
  if (failure) console.log(`       ${String(failure.message ?? failure).split("\n").slice(0, 12).join("\n       ")}`);
  return failure === null;
}

// Runs the flows whose names have one of these words; all, when none is given.
export async function run(words) {
  const chosen = flows.map((one, index) => [one, index + 1]).filter(([{ name }]) => !words.length || words.some((word) => name.includes(word)));
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  let [passed, failed] = [0, 0];
  try {
    const address = await serve();
    for (const [one, number] of chosen) {
      if (await once(browser, one, number, address)) passed += 1;
      else failed += 1;
    }
  } finally {
    await browser.close();
    servers.forEach((server) => server.removeAllListeners("exit") && server.kill());
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`screenshots are in ${out}`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
}
