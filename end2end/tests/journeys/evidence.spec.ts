// What happened is told in one place across all parties, and taken away as a pack that can be checked.
import { expect, test, type Person, type World } from "../../world.ts";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT, program } from "../../template.ts";

/** The files of a pack, none of which is compressed. */
function unpacked(path: string): Map<string, Buffer> {
  const bytes = readFileSync(path);
  const files = new Map<string, Buffer>();
  let at = 0;
  while (bytes.readUInt32LE(at) === 0x04034b50) {
    expect(bytes.readUInt16LE(at + 8), "stored as it is").toBe(0);
    const [size, name, extra] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26), bytes.readUInt16LE(at + 28)];
    const begins = at + 30 + name + extra;
    files.set(bytes.subarray(at + 30, at + 30 + name).toString(), bytes.subarray(begins, begins + size));
    at = begins + size;
  }
  return files;
}

const sha256 = (content: Buffer | string) => createHash("sha256").update(content).digest("hex");

async function taken(person: Person): Promise<string> {
  const [download] = await Promise.all([person.page.waitForEvent("download"), person.page.getByRole("button", { name: "下载证据包" }).click()]);
  expect(download.suggestedFilename()).toMatch(/^evidence-[a-z]+_[0-9a-z]{26}\.zip$/);
  return download.path();
}

/** What the program says of a file, and whether it is content. */
function said(world: World, path: string): string {
  try {
    const env = { ...process.env, DATABASE_URL: world.databaseUrl, RUST_LOG: "error" };
    return execFileSync(program("lianrong"), ["evidence", path], { cwd: ROOT, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    return `refused: ${(error as { stderr: string }).stderr}`;
  }
}

test("evidence of a debt is taken away, is the same twice, and shows every change", async ({ enter, world }) => {
  const number = world.query("select number from debts d join partners p on p.id = d.facilitator_id where p.code = 'facilitator-1' and d.holder = 'facilitator' order by d.id limit 1");
  const operator = await enter("facilitator-1-operator");
  await operator.open("/facilitator/debts?state=all");
  await operator.page.getByRole("link", { name: number }).first().click();
  await expect(operator.page.locator(".timeline")).toContainText("客户授权");
  await expect(operator.page.locator(".timeline")).toContainText("债权转让");
  const path = await taken(operator);
  const files = unpacked(path);
  expect([...files.keys()]).toEqual(["evidence.html", "evidence.json", "manifest.txt"]);
  const lines = ["evidence.html", "evidence.json"].map((name) => `${sha256(files.get(name)!)}  ${name}\n`).join("");
  expect(files.get("manifest.txt")!.toString()).toBe(`${lines}digest ${sha256(lines)}\n`);
  const facts = JSON.parse(files.get("evidence.json")!.toString()) as { debts: { number: string }[]; steps: { what: string }[] };
  expect(facts.debts.map((debt) => debt.number)).toContain(number);
  expect(facts.steps.length).toBeGreaterThan(3);
  expect(files.get("evidence.html")!.toString()).toContain(number);

  // Again: the same bytes.
  expect(sha256(readFileSync(await taken(operator)))).toBe(sha256(readFileSync(path)));
  expect(said(world, path)).toContain("genuine: debt_");
  const bytes = readFileSync(path);
  const place = Math.floor(bytes.length / 3);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  const changed = `${path}.changed`;
  writeFileSync(changed, bytes);
  expect(said(world, changed)).toContain("refused: ");

  // A debit has a page for it, and the institution sees all.
  const treasurer = await enter("funder-a-treasurer");
  const debit = world.query("select d.reference from debits d join partners p on p.id = d.holder_id where p.code = 'funder-a' order by d.id limit 1");
  if (debit !== "") {
    await treasurer.open("/funder/debits");
    await treasurer.page.getByRole("link", { name: debit }).click();
    await expect(treasurer.page).toHaveURL(/\/funder\/evidence\/debit_/);
    await expect(treasurer.page.locator("h1")).toContainText(debit);
    expect(unpacked(await taken(treasurer)).size).toBe(3);
  }
  const auditor = await enter("auditor");
  await auditor.open(new URL(operator.page.url()).pathname.replace("/facilitator/debts/", "/admin/evidence/"));
  await expect(auditor.page.locator("main")).toContainText("相关事项");
  expect(unpacked(await taken(auditor)).size).toBe(3);
});
