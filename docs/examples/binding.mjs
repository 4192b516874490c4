// The second half by API: as funder A and as facilitator 1, against a demonstration that `make run` has brought up.
//
//   node docs/examples/binding.mjs
//
// It signs a customer's card, registers an overdue debt, transfers it, and collects with it. Where two people of the institution have
// to approve the transfer, it says so and waits.
import { createHash, createPrivateKey, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const PLATFORM = process.env.LIANRONG_URL ?? "http://127.0.0.1:3000";
const SANDBOX = process.env.SANDBOX_URL ?? "http://127.0.0.1:3100";
const KEYS = process.env.LIANRONG_PARTNER_KEYS ?? ".data/keys";

/** One signed request: seven lines, joined by a line feed, under the partner's key. */
async function call(partner, method, path, body) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const target = `/api/v1${path}`;
  const requestNo = method === "GET" ? "" : randomBytes(12).toString("hex");
  const [timestamp, nonce] = [new Date().toISOString(), randomBytes(12).toString("hex")];
  const digest = createHash("sha256").update(text).digest("hex");
  const lines = [method, target, partner, requestNo, timestamp, nonce, digest].join("\n");
  const key = createPrivateKey(readFileSync(`${KEYS}/${partner}.pem`));
  const headers = {
    "x-partner": partner,
    "x-key-id": `${partner}-1`,
    "x-timestamp": timestamp,
    "x-nonce": nonce,
    "x-signature": sign(null, Buffer.from(lines), key).toString("base64"),
  };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (requestNo) headers["x-request-no"] = requestNo;
  const answer = await fetch(PLATFORM + target, { method, headers, body: body === undefined ? undefined : text });
  const told = await answer.json();
  console.log(`${partner} ${method} ${path} → ${answer.status}`, JSON.stringify(told).slice(0, 160));
  return { status: answer.status, told };
}

async function until(what, ask, done) {
  for (;;) {
    const told = await ask();
    if (done(told)) return told;
    console.log(`… waiting: ${what}`);
    await wait(3000);
  }
}

// A card number whose last digit is right, and another in each run: a card is bound once.
const digits = `622202${String(Date.now()).slice(-12)}`;
const sum = [...digits].reverse().reduce((sum, digit, at) => {
  const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
  return sum + (value > 9 ? value - 9 : value);
}, 0);
const card = `${digits}${(10 - (sum % 10)) % 10}`;
const payer = { name: "演示客户", id_number: "11010519491231002X", card_number: card, mobile: "13800001402" };

const ordered = await call("funder-a", "POST", "/signings", { settlement_id: "JH-RQ-01", payer, consents: true, consents_to_share: true });
const signing = `/signings/${ordered.told.id}`;
const [sms] = await (await fetch(`${SANDBOX}/control/sms`)).json();
const signed = await call("funder-a", "POST", `${signing}/confirmation`, { code: sms.code });
if (signed.told.state !== "succeeded") throw new Error(`the signing is ${signed.told.state}`);

const number = `EXAMPLE-${Date.now()}`;
const debt = await call("funder-a", "POST", "/debts", { number, binding: signed.told.binding, amount: "100.00", due_on: "2026-11-01" });
const debit = { debt: debt.told.id, amount: "100.00" };
await call("facilitator-1", "POST", "/agreement-debits", debit); // 404: it was never named to it

const transfer = await call("funder-a", "POST", "/debt-transfers", { debts: [debt.told.id], legal_basis: "assignment", document: number });
const path = `/debt-transfers/${transfer.told.id}`;
await call("facilitator-1", "POST", `${path}/confirmation`, {});
await call("facilitator-1", "POST", `${path}/notice`, { notified_on: "2026-11-19", evidence: "EMS 1158930099CN" });
console.log(`operator-maker and operator-checker: approve ${PLATFORM}/admin/transfers/${transfer.told.id}`);
await until("two people approve", () => call("funder-a", "GET", path), ({ told }) => told.state === "effective");

await call("funder-a", "POST", "/agreement-debits", debit); // 422 debt.not_held
await call("facilitator-1", "POST", "/agreement-debits", debit);
await until("the network's answer", () => call("facilitator-1", "GET", "/agreement-debits"), ({ told }) => told.debits[0].state === "succeeded");
await call("facilitator-1", "GET", "/events?after=0");
