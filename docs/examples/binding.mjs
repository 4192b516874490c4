// The second half by API: as funder A and as facilitator 1, against a demonstration that `make run` has brought up.
//
//   node docs/examples/binding.mjs
//
// It signs a customer's card as soon as the settlement id is published, registers an overdue debt, transfers it, collects with it as its
// holder, and buys it back. Whatever is not answered as it should be ends it. Where two people of the institution have to publish a mapping
// or to approve a transfer, or
// where the day has to be closed, it says so and waits.
import assert from "node:assert/strict";
import { createHash, createPrivateKey, randomBytes, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

const PLATFORM = process.env.LIANRONG_URL ?? "http://127.0.0.1:3000";
const SANDBOX = process.env.SANDBOX_URL ?? "http://127.0.0.1:3100";
const KEYS = process.env.LIANRONG_PARTNER_KEYS ?? ".data/keys";
const [FUNDER, FACILITATOR] = ["funder-a", "facilitator-1"];

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
  const isJson = answer.headers.get("content-type")?.includes("json");
  return { status: answer.status, told: await (isJson ? answer.json() : answer.text()) };
}

function print(partner, method, path, { status, told }) {
  console.log(`${partner} ${method} ${path} → ${status}`, JSON.stringify(told).slice(0, 160));
}

/** What is answered with `status`, and where it is refused with `code`. */
async function expect(status, partner, method, path, body, code) {
  const answer = await call(partner, method, path, body);
  print(partner, method, path, answer);
  assert.deepEqual([answer.status, answer.told.code], [status, code]);
  return answer.told;
}

const get = (partner, path) => expect(200, partner, "GET", path);
const post = (partner, path, body) => expect(200, partner, "POST", path, body);
const refused = (code, partner, path, body) => expect(code === "not_found" ? 404 : 422, partner, "POST", path, body, code);

/** Asks until it is there. */
async function until(what, ask) {
  for (;;) {
    const found = await ask();
    if (found) return found;
    console.log(`… waiting: ${what}`);
    await wait(3000);
  }
}

/** The numbers up to which the partners were told: catching up goes on from there. */
const read = { [FUNDER]: 0, [FACILITATOR]: 0 };

/** Catches up with what a partner is told, until something of this type is there. */
async function told(partner, type, about = () => true) {
  return until(`${partner} is told ${type}`, async () => {
    for (;;) {
      const { told: { events } } = await call(partner, "GET", `/events?after=${read[partner]}&limit=200`);
      for (const event of events) {
        read[partner] = event.number;
        if (event.type === type && about(event.data)) {
          console.log(`${partner} is told ${event.number} ${type}`, JSON.stringify(event.data));
          return event;
        }
      }
      if (events.length < 200) return undefined;
    }
  });
}

/** What both sides see of a debt: so much is owed, to this holder, and nobody else may debit. Whoever gave it back sees no longer how much. */
async function owes(debt, outstanding, holder) {
  for (const [partner, kind] of [[FUNDER, "funder"], [FACILITATOR, "facilitator"]]) {
    const { debts } = (await call(partner, "GET", "/debts?all=true")).told;
    const seen = debts.find(({ id }) => id === debt);
    assert.deepEqual([seen.outstanding, seen.holder], [partner === FACILITATOR && holder === "funder" ? undefined : outstanding, holder]);
    assert.equal(seen.may_debit, kind === holder && outstanding !== "0.00", seen.why_not);
    console.log(`${partner} sees that ${seen.outstanding ?? "something"} is owed to the ${holder}: it may ${seen.may_debit ? "" : "not "}debit`);
  }
}

/** A transfer, or a buy-back, through all hands. */
async function changeHands(debt, back) {
  const document = `${back ? "回购协议" : "债权转让协议"} ${Date.now()}`;
  const { id } = await post(FUNDER, "/debt-transfers", { debts: [debt], back, legal_basis: "assignment", document });
  // It is named to the facilitator now: whether it may debit has an answer.
  if (!back) await refused("debt.not_held", FACILITATOR, "/agreement-debits", { debt, amount: "1.00" });
  // Whoever gives the debt away brings what the transfer rests on: without it nobody approves.
  const agreement = Buffer.from(`%PDF-1.7\n% ${document}\n%%EOF\n`);
  const file = { file_name: `${document}.pdf`, content: agreement.toString("base64") };
  const kept = await post(back ? FACILITATOR : FUNDER, `/debt-transfers/${id}/documents`, file);
  assert.equal(kept.sha256, createHash("sha256").update(agreement).digest("hex"));
  await post(FACILITATOR, `/debt-transfers/${id}/confirmation`, {});
  await post(FUNDER, `/debt-transfers/${id}/notice`, { notified_on: "2026-11-19", evidence: "EMS 1158930099CN 本人签收" });
  console.log(`operator-maker and operator-checker: approve ${PLATFORM}/admin/transfers/${id}`);
  const path = `/debt-transfers/${id}`;
  await until("two people approve", async () => (await call(FUNDER, "GET", path)).told.state === "effective");
  await get(FUNDER, path);
}

/** A debit by who holds the debt, until the network has said what became of it. */
async function collect(partner, debt, amount) {
  const { id } = await post(partner, "/agreement-debits", { debt, amount });
  const find = async () => (await call(partner, "GET", "/agreement-debits")).told.debits.find((debit) => debit.id === id);
  const debit = await until("the network's answer", async () => {
    const debit = await find();
    return ["succeeded", "failed"].includes(debit.state) && debit;
  });
  assert.equal(debit.state, "succeeded", debit.failure);
  const paid = await until("its payout", async () => {
    const debit = await find();
    return debit.payout_reference && debit;
  });
  console.log(`${partner} has debited ${amount} by ${paid.reference} and is paid by ${paid.payout_reference}`);
  return paid.reference;
}

/** What the file of a date that is closed says of a partner's claims: each journal of these numbers, and by how much the claim has grown. */
async function claims(partner, date, references) {
  const file = await until(`${date} is closed`, async () => {
    const { files } = (await call(partner, "GET", "/reconciliation-files")).told;
    return files.find(({ business_date }) => business_date === date);
  });
  const lines = await get(partner, `/reconciliation-files/${file.id}`);
  assert.equal(createHash("sha256").update(lines).digest("hex"), file.sha256);
  const rows = lines.trimEnd().split("\n").slice(1, -1).map((line) => line.split(","));
  const own = rows.filter(([, , reference]) => references.includes(reference));
  return own.map(([, event, , , , , claim]) => `${event} ${claim}`);
}

// A card number whose last digit is right, and another in each run: a card is bound once.
const digits = `622202${String(Date.now()).slice(-12)}`;
const sum = [...digits].reverse().reduce((sum, digit, at) => {
  const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
  return sum + (value > 9 ? value - 9 : value);
}, 0);
const card = `${digits}${(10 - (sum % 10)) % 10}`;
const payer = { name: "演示客户", id_number: "11010519491231002X", card_number: card, mobile: "13800001402" };

// Until two people have published what the settlement id stands for nothing is signed with it. Then what the payer has to agree to, the
// order, the code, and the notices to both sides.
const order = { settlement_id: "JH-RQ-03", payer };
console.log(`operator-maker and operator-checker: publish JH-RQ-03 at ${PLATFORM}/admin/mappings`);
const checked = await until("two people publish the mapping", async () => {
  const { status, told } = await call(FUNDER, "POST", "/signings/precheck", order);
  assert.ok(status === 200 || told.code === "mapping.not_in_force", JSON.stringify(told));
  return status === 200 && told;
});
console.log(checked.consent_to_share);
const ordered = await post(FUNDER, "/signings", { ...order, consents: true, consents_to_share: true });
const messages = await (await fetch(`${SANDBOX}/control/sms`)).json();
const { code } = messages.find(({ mobile }) => mobile === payer.mobile);
const signed = await post(FUNDER, `/signings/${ordered.id}/confirmation`, { code });
assert.equal(signed.state, "succeeded");
const own = await told(FUNDER, "signing.succeeded", ({ reference }) => reference === ordered.reference);
const share = (await get(FACILITATOR, "/shares")).shares[0];
const other = await told(FACILITATOR, "signing.succeeded", ({ alias }) => alias === share.alias);
assert.notEqual(own.data.alias, other.data.alias);
assert.equal(share.usable, "locked");

// An overdue debt, which was never named to the facilitator.
const { business_date: date } = await get(FUNDER, "/business-date");
const number = `EXAMPLE-${Date.now()}`;
const { id: debt } = await post(FUNDER, "/debts", { number, binding: signed.binding, amount: "100.00", due_on: "2026-11-01" });
await refused("not_found", FACILITATOR, "/agreement-debits", { debt, amount: "1.00" });

await changeHands(debt, false);
await refused("debt.not_held", FUNDER, "/agreement-debits", { debt, amount: "1.00" });
await refused("debt.more_than_outstanding", FACILITATOR, "/agreement-debits", { debt, amount: "100.01" });
await owes(debt, "100.00", "facilitator");
const first = await collect(FACILITATOR, debt, "60.00");
await owes(debt, "40.00", "facilitator");

await changeHands(debt, true);
await refused("debt.not_held", FACILITATOR, "/agreement-debits", { debt, amount: "1.00" });
const second = await collect(FUNDER, debt, "40.00");
await owes(debt, "0.00", "funder");

// Once the date is closed, each side's file shows its claims move with the debt, and come to nothing.
console.log(`operator-maker: close ${date} at ${PLATFORM}/admin/days`);
const references = [number, first, second];
assert.deepEqual(await claims(FUNDER, date, references), [
  "debt.registered 100.00",
  "debt.transferred -100.00",
  "debt.transferred 40.00",
  "agreement.debited -40.00",
]);
assert.deepEqual(await claims(FACILITATOR, date, references), [
  "debt.transferred 100.00",
  "agreement.debited -60.00",
  "debt.transferred -40.00",
]);
console.log("nothing is owed any more, and both claims balance");
