// What a reader does with a report: looks, sorts, filters, opens, prints. Run by run.sh.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [report, nasty] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const complaints = [];

/** Opens a page in which nothing may be said and nothing fetched. */
const open = async (url, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error}`));
  page.on("dialog", (dialog) => { complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url) complaints.push(`request: ${request.url()}`); });
  await page.goto(url);
  return page;
};

const column = async (list, title) => {
  const titles = await list.locator("thead th").allInnerTexts();
  const at = titles.findIndex((text) => text.trim() === title);
  assert.ok(at >= 0, `${title} is one of ${titles}`);
  return (await list.locator(`tbody tr.row > td:nth-child(${at + 1})`).allInnerTexts()).map((text) => text.trim());
};
const numbers = async (list, title) => (await column(list, title)).map((text) => Number(text.replaceAll(",", "")));
const sorted = (values, sign) => values.every((value, at) => at === 0 || sign * (value - values[at - 1]) >= 0);

const tests = {
  async "sorts, and gives back the order that it came in"() {
    const page = await open(report);
    const list = page.locator("#dependencies");
    const given = await column(list, "User");
    const header = list.locator("thead button", { hasText: /^Sign-ins$/ });
    await header.click();
    assert.ok(sorted(await numbers(list, "Sign-ins"), -1), "most first");
    await header.click();
    assert.ok(sorted(await numbers(list, "Sign-ins"), 1), "least first");
    await header.click();
    assert.deepEqual(await column(list, "User"), given);
  },

  async "filters by words and by verdict"() {
    const page = await open(report);
    const list = page.locator("#dependencies");
    await list.getByRole("searchbox").fill("SVC-SCAN");
    const users = await column(list, "User");
    assert.ok(users.length >= 4 && users.every((user) => user.includes("svc-scan")), String(users));
    assert.match(await list.locator(".shown").innerText(), /^\d+ of \d+ rows$/);
    await list.getByRole("searchbox").fill("");
    await list.getByRole("button", { name: /^blocked/ }).click();
    assert.deepEqual([...new Set(await column(list, "Verdict"))], ["blocked"]);
    await list.getByRole("searchbox").fill("nobody has this name");
    assert.match(await list.innerText(), /no rows/);
  },

  async "opens a row down to its evidence"() {
    const page = await open(report);
    for (const key of ["findings", "dependencies", "gaps"]) {
      const list = page.locator(`#${key}`);
      await list.getByRole("button", { name: "Details" }).first().click();
      const detail = list.locator("tr.detail");
      assert.match(await detail.innerText(), /Evidence\s+\S+\.csv rows? \d+/, key);
      await list.getByRole("button", { name: "Details" }).first().click();
      assert.equal(await detail.count(), 0, "it closes");
    }
  },

  async "turns pages, and unfolds what is folded"() {
    const page = await open(report);
    const gaps = page.locator("#gaps");
    assert.equal(await gaps.locator("tr.row").count(), 50);
    const first = (await column(gaps, "User"))[0];
    await gaps.getByRole("button", { name: "Next rows" }).click();
    assert.match(await gaps.locator(".pages").innerText(), /51–100 of/);
    await gaps.getByRole("button", { name: "Previous rows" }).click();
    assert.equal((await column(gaps, "User"))[0], first);
    const list = page.locator("#dependencies");
    const before = await list.locator("tr.row").count();
    await list.getByRole("button", { name: /^Show \d+ stale/ }).click();
    assert.ok(await list.locator("tr.row").count() > before);
  },

  async "is worked by keyboard"() {
    const page = await open(report);
    const details = page.locator("#findings").getByRole("button", { name: "Details" }).first();
    await details.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#findings tr.detail").count(), 1);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-expanded")), "true", "focus stays");
  },

  async "fits a phone, light and dark"() {
    for (const width of [320, 390, 768]) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await open(report, { viewport: { width, height: 844 }, colorScheme });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} > ${width}`);
      }
    }
  },

  async "shows its first rows where scripts do not run"() {
    const page = await open(report, { javaScriptEnabled: false });
    assert.equal(await page.locator("#gaps tr.row").count(), 25);
    assert.match(await page.locator("#gaps").innerText(), /more, which need the script/);
  },

  async "prints all rows of a list"() {
    const page = await open(report);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.ok(await page.locator("#gaps tr.row").count() > 200);
    assert.ok((await page.pdf()).length > 10_000);
  },

  async "shows hostile text and obeys none"() {
    const page = await open(nasty);
    const text = await page.locator("body").innerText();
    for (const shown of ["<script>alert(1)</script>", "\"><svg onload=alert(1)>", "</script><img src=x onerror=alert(1)>"]) {
      assert.ok(text.includes(shown), shown);
    }
    assert.equal(await page.locator("main img, main svg[onload], main script").count(), 0);
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  complaints.length = 0;
  try {
    await test();
    assert.deepEqual(complaints, []);
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}: ${error.message}`);
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
