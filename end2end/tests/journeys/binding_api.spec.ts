// The example of the second half is run against a world of its own: what it does by API is what the portals do, as far as two people of the
// institution have to approve.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../../template.ts";
import { approve } from "../../steps.ts";
import { Person, expect, test } from "../../world.ts";

function form(person: Person, path: string) {
  return person.page.locator(`form[action="/api/${path}"]`);
}

test("the example signs, transfers, collects and buys back by API", async ({ enter, world }) => {
  test.setTimeout(180_000);
  const maker = await enter("operator-maker");
  const checker = await enter("operator-checker");
  const sandbox = `http://127.0.0.1:${world.sandboxPort}`;
  const env = { ...process.env, LIANRONG_URL: world.url, SANDBOX_URL: sandbox, LIANRONG_PARTNER_KEYS: world.keys };
  const example = spawn(process.execPath, [join(ROOT, "docs/examples/binding.mjs")], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [example.stdout, example.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => example.once("exit", resolve));
  await expect(() => expect(said).toContain("publish JH-RQ-03")).toPass({ timeout: 60_000 });
  await maker.open("/admin/mappings");
  await maker.page.locator("main tbody tr", { hasText: "JH-RQ-03" }).locator("a").first().click();
  await maker.alive();
  await form(maker, "mapping/propose").locator("textarea").fill("合作协议已签");
  await form(maker, "mapping/propose").locator("button").click();
  await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
  await approve(checker, new URL(maker.page.url()).pathname);
  const transfers = () => [...said.matchAll(/approve \S*(\/admin\/transfers\/transfer_\w+)/g)].map((match) => match[1]!);
  for (const nth of [0, 1]) {
    await expect(() => expect(transfers().length, said).toBeGreaterThan(nth)).toPass({ timeout: 60_000 });
    const path = transfers()[nth]!;
    await maker.open(path);
    await form(maker, "transfer/propose").locator("textarea").fill("协议与代偿凭证已核对");
    await form(maker, "transfer/propose").locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveCount(0);
    await checker.open(path);
    await form(checker, "approval/decide").locator("button[value=true]").click();
    await expect(checker.page.locator("main")).toContainText("已通过");
  }
  // The claims of both are in the files of the date, once that is closed.
  await expect(() => expect(said).toContain("close 2026-11-20")).toPass({ timeout: 60_000 });
  await maker.open("/admin/days");
  await maker.page.locator(".banner__time button[value=day]").click();
  expect(await ended, said).toBe(0);
  expect(said).toContain("both claims balance");
  expect(world.query("select holder || ' ' || outstanding_fen from debts where number like 'EXAMPLE-%'")).toBe("funder 0");
});
