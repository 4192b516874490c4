import { chromium } from "@playwright/test";
const B = "http://127.0.0.1:3000", OUT = "/tmp/hand";
const exe = process.env.CHROME;
const browser = await chromium.launch({ executablePath: exe, args: ["--no-sandbox", "--disable-gpu"] });
async function person(name, width, height, opts = {}) {
  const ctx = await browser.newContext({ baseURL: B, viewport: { width, height }, locale: "zh-CN", colorScheme: opts.dark ? "dark" : "light" });
  const page = await ctx.newPage();
  if (opts.en) await ctx.addCookies([{ name: "lang", value: "en", url: B }]);
  await page.goto("/sign-in");
  await page.fill("#username", name); await page.fill("#password", "lianrong-demo");
  await page.locator("form button.button").click();
  await page.waitForURL(/\/(agent|funder|facilitator|admin)/);
  return page;
}
const shot = async (page, name, full = true) => page.screenshot({ path: `${OUT}/${name}.png`, fullPage: full });
const step = process.argv[2];
if (step === "move") {
  const p = await person("operator-maker", 1440, 900);
  await p.goto("/admin/days"); await shot(p, "days-before");
  await p.locator(".banner__time button[value=due]").click(); await p.waitForLoadState();
  await shot(p, "days-after");
  await p.goto("/admin/freezes"); await shot(p, "freezes");
}
if (step === "agent") {
  for (const [w, h] of [[390, 844], [320, 700], [1024, 800]]) {
    const p = await person("agent-4", w, h, { dark: w === 320, en: w === 1024 });
    await p.goto("/agent"); await shot(p, `agent-home-${w}`);
    await p.goto("/agent/wallet"); await shot(p, `agent-wallet-${w}`);
    await p.goto("/agent/loans"); await shot(p, `agent-loans-${w}`);
  }
  const q = await person("agent-3", 390, 844);
  await q.goto("/agent/wallet"); await shot(q, "agent3-wallet");
}
if (step === "admin") {
  const p = await person("operator-maker", 1440, 900);
  await p.goto("/admin/freezes");
  await p.locator("tbody a[href^='/admin/freezes/']").first().click(); await p.waitForLoadState(); await shot(p, "freeze-wallet");
  const q = await person("operator-maker", 390, 844, { dark: true });
  await q.goto("/admin/days"); await shot(q, "days-390");
  await q.goto(new URL(p.url()).pathname); await shot(q, "freeze-wallet-390");
  const r = await person("funder-c-treasurer", 1440, 900, { en: true });
  await r.goto("/funder"); await shot(r, "funder-en");
  await r.goto("/funder/loans?state=overdue"); await shot(r, "funder-overdue");
}
await browser.close();
