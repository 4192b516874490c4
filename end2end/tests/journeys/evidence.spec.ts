// What happened is told in one place across all parties, and taken away as a pack that can be checked.
import { approve, bringDocument, form } from "../../steps.ts";
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
  const documents = [...files.keys()].filter((name) => name.startsWith("documents/"));
  expect(documents.length, "the agreement on which its transfer rests").toBe(1);
  expect([...files.keys()]).toEqual([...documents, "evidence.html", "evidence.json", "manifest.txt"]);
  const lines = [...documents, "evidence.html", "evidence.json"].map((name) => `${sha256(files.get(name)!)}  ${name}\n`).join("");
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
    expect(unpacked(await taken(treasurer)).size).toBeGreaterThanOrEqual(3);
  }
  const auditor = await enter("auditor");
  await auditor.open(new URL(operator.page.url()).pathname.replace("/facilitator/debts/", "/admin/evidence/"));
  await expect(auditor.page.locator("main")).toContainText("相关事项");
  expect(unpacked(await taken(auditor)).size).toBe(4);
});

for (const javaScript of [true, false]) {
  test(`a transfer is approved with its document, which both sides see and the pack has ${javaScript ? "with" : "without"} JavaScript`, async ({ enter }) => {
    test.setTimeout(120_000);
    const treasurer = await enter("funder-a-treasurer", { javaScript });
    const confirmer = await enter("facilitator-1-approver", { javaScript });
    const maker = await enter("operator-maker", { javaScript });
    const checker = await enter("operator-checker", { javaScript });
    await treasurer.open("/funder/debts?state=all");
    await treasurer.page.getByRole("link", { name: "XF20260811-0047" }).first().click();
    await treasurer.page.locator("main a[href^='/funder/bindings/']").first().click();
    await expect(treasurer.page).toHaveURL(/\/funder\/bindings\/binding_/);
    await treasurer.alive();
    const register = form(treasurer, "debt/register");
    if (!(await register.isVisible())) await treasurer.page.locator("main details", { has: register }).locator("summary").click();
    await register.locator("[name=number]").fill("XF-E2E-DOCUMENT");
    await register.locator("[name=amount]").fill("800.00");
    await register.locator("[name=due_on]").fill("2026-11-01");
    await register.locator("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/debts\/debt_/);
    await treasurer.alive();
    const submit = form(treasurer, "transfer/submit");
    if (!(await submit.isVisible())) await treasurer.page.locator("main details", { has: submit }).locator("summary").click();
    await submit.locator("[name='terms[document]']").fill("债权转让协议 2026-066");
    await submit.locator("button").click();
    await expect(treasurer.page).toHaveURL(/\/funder\/transfers\/transfer_/);
    const transfer = treasurer.page.url().split("/").pop()!;
    await confirmer.open(`/facilitator/transfers/${transfer}`);
    await form(confirmer, "transfer/confirm").locator("button").click();

    const propose = form(maker, "transfer/propose");
    await maker.open(`/admin/transfers/${transfer}`);
    await propose.locator("textarea").fill("协议已核对");
    await propose.locator("button").click();
    await expect(maker.page.locator(".alert--bad")).toHaveAttribute("data-code", "transfer.file_missing");
    await expect(maker.page.locator(".alert--bad")).toContainText("出让方还没有上传转让文件");
    await maker.accessible();

    // What is no document is refused in words.
    const upload = treasurer.page.locator('form[action*="/files/transfers/"]');
    await treasurer.open(`/funder/transfers/${transfer}`);
    if (!(await upload.isVisible())) await treasurer.page.locator("main details", { has: upload }).locator("summary").click();
    await upload.locator("input[type=file]").setInputFiles({ name: "协议.pdf", mimeType: "application/pdf", buffer: Buffer.from("agreed") });
    await upload.locator("button").click();
    await expect(treasurer.page.locator(".alert--bad")).toHaveAttribute("data-code", "attachment.unknown");
    await treasurer.alive();
    const checksum = await bringDocument(treasurer, `/funder/transfers/${transfer}`);
    await treasurer.accessible();

    await maker.open(`/admin/transfers/${transfer}`);
    await expect(maker.page.locator("main")).toContainText(checksum);
    await propose.locator("textarea").fill("协议已核对");
    await propose.locator("button").click();
    await approve(checker, `/admin/transfers/${transfer}`);
    await confirmer.open(`/facilitator/transfers/${transfer}`);
    await expect(confirmer.page.locator("main")).toContainText(checksum);
    const files = unpacked(await taken(confirmer));
    const kept = [...files].filter(([name]) => name.startsWith("documents/"));
    expect(kept.map(([name, content]) => [name, sha256(content)])).toEqual([[`documents/${checksum.slice(0, 12)}-债权转让协议.pdf`, checksum]]);
  });
}
