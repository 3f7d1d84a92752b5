// What a person does in the browser, flow by flow. `run` beside this file starts it.

import { check, file, flow, run, serious, serve } from "./harness.mjs";

// Pages that need no id.
const PAGES = ["/", "/timeline", "/network", "/map", "/actors", "/claims", "/sources", "/disputes", "/documents", "/review", "/import"];
// Pages of one thing in the worked example.
const THINGS = ["/actor?name=Taliban", "/source?name=Taliban", "/document?id=06-admission"];
const OMAR = "/actor?name=Taliban&on=2014-01-01";

// What the page says of who led the Taliban.
const standing = (page) => page.locator(".episode", { hasText: "Mullah Omar led Taliban" }).first().innerText();

async function claimOf(page, address, search) {
  await page.goto(`${address}/claims?search=${encodeURIComponent(search)}`);
  await page.locator(".claim .what a").first().click();
  await page.waitForURL(/\/claim\?/);
}

flow("opens the worked example", {}, async (page, address) => {
  await page.goto(address);
  check((await page.title()).includes("Overview"), "the title names the page");
  check(Number(await page.locator(".tile b").first().innerText()) > 20, "claims are counted");
  check((await page.locator(".clocks input[type=range]:visible").count()) === 2, "there are two sliders");
});

flow("moves known by across 2015-07-30 and sees leadership change", {}, async (page, address) => {
  await page.goto(`${address}${OMAR}&said_by=2015-07-29`);
  check((await standing(page)).includes("certainly"), "he certainly led them, as said the day before");
  await page.getByRole("slider", { name: "Known by" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/said_by=2015-07-30/);
  await page.locator(".episode", { hasText: "no longer" }).first().waitFor();
  check((await standing(page)).includes("no longer"), "he no longer led them, as said on the day");
  check(await page.getByRole("slider", { name: "Known by" }).evaluate((slider) => slider === document.activeElement), "the slider keeps the focus");
  await page.reload();
  check((await standing(page)).includes("no longer"), "the address has the state");
});

flow("follows a claim to its passage", {}, async (page, address) => {
  await claimOf(page, address, "Mullah Omar died");
  check((await page.locator(".passage mark").innerText()).includes("Mullah Omar died"), "the words are marked");
  const facts = await page.locator(".facts").innerText();
  for (const needed of ["Taliban", "2013-04-23", "2015-07-30", "number"]) check(facts.includes(needed), `the card says ${needed}`);
  await page.locator(".passage figcaption a").click();
  await page.waitForURL(/\/document\?.*#c[0-9a-f]{32}/);
  check(await page.locator("span:target + a mark").isVisible(), "the document opens at the words");
});

flow("narrows claims by facets and words", {}, async (page, address) => {
  await page.goto(`${address}/claims`);
  await page.locator(".facet a", { hasText: "pledge" }).click();
  await page.waitForURL(/kind=pledge/);
  const kinds = await page.locator(".claim .kind").allInnerTexts();
  check(kinds.length > 1 && kinds.every((kind) => kind === "pledge"), "only pledges are shown");
  await page.locator("#search").fill("broke away");
  await page.locator("#search").press("Enter");
  await page.waitForURL(/search=broke/);
  check((await page.locator(".claim").count()) === 1, "one pledge has these words");
});

flow("looks at an actor's timeline", {}, async (page, address) => {
  await page.goto(`${address}/actors`);
  await page.getByRole("link", { name: "Taliban", exact: true }).click();
  const svg = page.locator(".rv-wide svg").first();
  await svg.waitFor();
  check((await svg.locator("title").first().textContent()).length > 3, "the picture has a title for who does not see it");
  check((await svg.textContent()).includes("deception window"), "the deception window is drawn");
  await page.locator("summary").first().click();
  check(await page.locator("details[open] .claim").first().isVisible(), "the claims under an episode open");
});

flow("opens a dispute and both of its sides", {}, async (page, address) => {
  await page.goto(`${address}/disputes`);
  check((await page.locator("main").innerText()).includes("Deception window of Taliban: 2013-04-23..2015-07-30"), "the window is told");
  await page.locator("main ul a").first().click();
  await page.waitForURL(/\/dispute\?/);
  check((await page.locator(".sides section").count()) === 2, "there are two sides");
  check((await page.locator(".sides .claim").count()) >= 2, "each has a claim");
});

flow("looks at a source", {}, async (page, address) => {
  await page.goto(`${address}/sources`);
  await page.getByRole("link", { name: "Taliban", exact: true }).click();
  await page.waitForURL(/\/source\?/);
  check((await page.locator("aside").innerText()).includes("2013-04-23..2015-07-30"), "its deception window is named");
});

flow("imports a file by dropping it", {}, async (page, address) => {
  await page.goto(`${address}/import`);
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    const text = "On 12 May 2015 the Harrun Front pledged allegiance to the Karan Council.";
    transfer.items.add(new File([text], "dropped.txt", { type: "text/plain" }));
    return transfer;
  });
  await page.dispatchEvent(".drop", "drop", { dataTransfer: data });
  await page.waitForURL(/job=\d+/);
  await page.locator("[data-job][data-state=done]").waitFor();
  check((await page.locator("[data-job]").innerText()).includes("1 document"), "it is in the case");
  await page.locator("[data-job] li a").first().click();
  check((await page.locator(".words").innerText()).includes("Harrun Front pledged"), "its text is there");
  check((await page.locator(".words mark").count()) > 0, "its claim is marked");
});

flow("shows a hostile file as text", {}, async (page, address) => {
  await page.goto(`${address}/import`);
  const evil = "The Harrun Front <script>alert(1)</script><img src=x onerror=alert(2)> attacked Belkhara on 3 May 2015.";
  await page.locator("input[type=file]").setInputFiles(file("<img src=x onerror=alert(3)>.txt", evil));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.locator("[data-job][data-state=done]").waitFor();
  await page.locator("[data-job] li a").first().click();
  check((await page.locator(".words").innerText()).includes("<script>alert(1)</script>"), "markup is shown as text");
  check((await page.locator("main img, main script").count()) === 0, "nothing of it is markup");
});

flow("goes through pages with the keyboard alone", {}, async (page, address) => {
  await page.goto(`${address}/claims`);
  await page.keyboard.press("Tab");
  check((await page.evaluate(() => document.activeElement.textContent)) === "Skip to the page", "the first stop skips the frame");
  await page.keyboard.press("Enter");
  check((await page.evaluate(() => document.activeElement.id)) === "main", "the focus is in the page");
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.closest(".claim .what") !== null)) break;
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  check(outline !== "none", "what has the focus is to be seen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/claim\?/);
});

flow("merges two names and undoes it", {}, async (page, address) => {
  await page.goto(`${address}/actor?name=Khurassani313`);
  await page.locator("#other").fill("Abu Talut");
  await page.locator("#reason-names").fill("the same man under two names");
  await page.getByRole("button", { name: "One actor" }).click();
  await page.waitForURL(/done=/);
  check((await page.getByRole("status").innerText()).includes("“Khurassani313” and “Abu Talut” are one actor"), "it is said what was recorded");
  await page.getByRole("status").getByRole("button").click();
  await page.waitForURL((url) => url.searchParams.has("done"));
  check((await page.getByRole("status").innerText()).includes("is undone"), "it is undone");
  await page.goto(`${address}/review`);
  const kinds = await page.locator(".judgement").evaluateAll((rows) => rows.map((row) => row.dataset.kind));
  check(kinds.includes("same") && kinds.includes("undo"), "both decisions stay on record");
  check((await page.locator(".judgement[data-kind=same]").first().innerText()).includes("undone"), "the first as undone");
});

flow("settles a dispute by a pin, and names it", {}, async (page, address) => {
  await page.goto(`${address}/disputes`);
  await page.locator("main ul a", { hasText: "Mullah Omar" }).first().click();
  await page.waitForURL(/\/dispute\?/);
  await page.locator(".sides [name=reason]").first().fill("the party itself admits it, against its interest");
  await page.locator(".sides").getByRole("button", { name: "Pin" }).first().click();
  await page.waitForURL(/done=/);
  const settled = page.locator(".said", { hasText: "Settled by a pin" });
  check((await settled.innerText()).includes("against its interest"), "the dispute names the pin with its reason");
  await settled.getByRole("button", { name: /Undo/ }).click();
  await page.waitForURL((url) => url.searchParams.has("done"));
  check((await page.locator(".said", { hasText: "Settled by a pin" }).count()) === 0, "undone, it is open again");
});

flow("decides on claims with the keyboard alone", {}, async (page, address) => {
  await page.goto(`${address}/review`);
  const before = await page.locator("[data-item]").first().innerText();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  await page.keyboard.press("a");
  await page.keyboard.type("read it beside the text");
  await page.keyboard.press("Enter");
  await page.waitForURL(/done=/);
  check((await page.getByRole("status").innerText()).includes("was read right"), "it is recorded");
  check((await page.locator("[data-item]").first().innerText()) !== before, "the next claim stands first");
  await page.keyboard.press("u");
  await page.getByRole("status").filter({ hasText: "is undone" }).waitFor();
});

flow("corrects a claim and grades a source", {}, async (page, address) => {
  await claimOf(page, address, "broke away");
  await page.getByText("Correct how it was read").click();
  await page.locator("#correct-when").fill("2015-07");
  await page.locator("#reason-correct").fill("the text says no day");
  await page.getByRole("button", { name: "Correct", exact: true }).click();
  await page.waitForURL(/done=/);
  check((await page.locator(".judgement").first().innerText()).includes("is replaced"), "the correction is named on the claim");
  await page.goto(`${address}/source?name=Taliban`);
  await page.locator("#grade").selectOption("D");
  await page.locator("#reason-grade").fill("kept silent for two years");
  await page.getByRole("button", { name: "Grade", exact: true }).click();
  await page.waitForURL(/done=/);
  check((await page.locator(".judgement").first().innerText()).includes("graded D"), "the grade is named on the source");
});

flow("works without JavaScript", { javaScriptEnabled: false }, async (page, address) => {
  await page.goto(`${address}${OMAR}`);
  check((await page.locator("input[type=range]:visible").count()) === 0, "sliders are not shown");
  await page.locator("#clock-said_by").fill("2015-07-29");
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/said_by=2015-07-29/);
  check((await standing(page)).includes("certainly"), "the form of days works");
  await page.getByRole("link", { name: /Known by: later/ }).click();
  await page.waitForURL(/said_by=2015-07-30/);
  check((await standing(page)).includes("no longer"), "a step leads to the next day on which something was said");
  await page.goto(`${address}/import`);
  await page.locator("input[type=file]").setInputFiles(file("plain.txt", "The Karan Council denied the attack on 4 May 2015."));
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.waitForURL(/job=\d+/);
  await page.locator("[data-job][data-state=done]").waitFor();
  await page.goto(`${address}/review`);
  await page.locator("[data-item] [name=reason]").first().fill("no script was needed");
  await page.locator("[data-item]").first().getByRole("button", { name: "Accept" }).click();
  await page.waitForURL(/done=/);
  check((await page.getByRole("status").innerText()).includes("was read right"), "a decision is recorded");
});

flow("is dark where the system is", { colorScheme: "dark" }, async (page, address) => {
  await page.goto(`${address}${OMAR}`);
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  check(ground.match(/\d+/g).slice(0, 3).every((part) => Number(part) < 60), `the ground is dark: ${ground}`);
});

flow("fits 360 pixels", { viewport: { width: 360, height: 740 }, hasTouch: true }, async (page, address) => {
  for (const path of [...PAGES, ...THINGS]) {
    await page.goto(address + path);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= 360, `${path} is ${wide} pixels wide`);
  }
  await page.goto(`${address}/actor?name=Taliban`);
  check(await page.locator(".rv-narrow svg").first().isVisible(), "the narrow drawing is shown");
});

flow("prints", {}, async (page, address) => {
  await page.goto(`${address}${OMAR}`);
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator("nav").first().isVisible()), "the way to other pages is not printed");
  check(await page.locator("h1").isVisible(), "what it says is");
  check((await page.pdf()).length > 10000, "a PDF comes out");
});

flow("has a twin for every page", {}, async (page, address) => {
  for (const path of [...PAGES, ...THINGS]) {
    await page.goto(address + path);
    const twin = await page.getByRole("link", { name: "The same as JSON" }).getAttribute("href");
    const answer = await page.request.get(address + twin);
    check(answer.status() === 200 && (await answer.json()).data, `${twin} is ${answer.status()}`);
  }
});

flow("goes back to where a slider was", {}, async (page, address) => {
  await page.goto(`${address}/claims`);
  await page.goto(`${address}/?on=2014-01-01`);
  await page.locator("#clock-said_by").fill("2015-07-29");
  await page.locator("#clock-said_by").press("Enter");
  await page.waitForURL(/said_by=2015-07-29/);
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("said_by"));
  // The address is that of the page before while that page is still being loaded.
  await page.waitForFunction(() => document.querySelector("#clock-said_by")?.value === "");
  await page.waitForTimeout(500);
  check(!page.url().includes("said_by"), "the day stays open");
});

flow("leads nowhere that is not there", {}, async (page, address) => {
  const seen = new Set();
  let waiting = ["/"];
  while (waiting.length && seen.size < 250) {
    const path = waiting.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await page.request.get(address + path);
    check(answer.status() === 200, `${path} answers ${answer.status()}`);
    const text = await answer.text();
    check(text.length < 300000, `${path} has ${text.length} bytes`);
    if (!(answer.headers()["content-type"] ?? "").includes("html")) continue;
    const links = [...text.matchAll(/href="(\/[^"#]*)/g)].map((match) => match[1].replaceAll("&amp;", "&"));
    waiting.push(...links.filter((link) => !seen.has(link)));
  }
  check(seen.size > 50, `only ${seen.size} pages were found`);
});

flow("asks for the token where there is one", {}, async (page) => {
  const token = "0123456789abcdef0123456789abcdef";
  const address = await serve(undefined, ["--token", token]);
  await page.goto(`${address}/claims?kind=pledge`);
  check(page.url().includes("/login"), "nobody comes in without it");
  await page.locator("#token").fill(token);
  await page.getByRole("button", { name: "Come in" }).click();
  await page.waitForURL(/\/claims\?kind=pledge/);
  check((await page.locator(".claim").count()) > 0, "with it, the page opens that was asked for");
});

for (const [scheme, name] of [["light", "by day"], ["dark", "at night"]]) {
  flow(`has nothing that axe finds serious, ${name}`, { colorScheme: scheme, bypassCSP: true }, async (page, address) => {
    const found = [];
    for (const path of [...PAGES, ...THINGS, `${OMAR}&said_by=2015-07-29`, "/claims?kind=pledge&search=Islamic"]) {
      await page.goto(address + path);
      found.push(...(await serious(page)).map((one) => `${path}: ${one}`));
    }
    await claimOf(page, address, "Mullah Omar died");
    found.push(...(await serious(page)).map((one) => `/claim: ${one}`));
    await page.goto(`${address}/disputes`);
    await page.locator("main ul a").first().click();
    found.push(...(await serious(page)).map((one) => `/dispute: ${one}`));
    check(!found.length, found.join("\n"));
  });
}

await run(process.argv.slice(2));
