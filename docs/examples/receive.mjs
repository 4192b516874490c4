// A partner's endpoint: takes notices, checks that they are Lianrong's, and prints each once.
//
//   node docs/examples/receive.mjs [port]
//
// Register http://127.0.0.1:PORT/ as the endpoint of a partner of a demonstration that `make run` has brought up. LIANRONG_SECRET, the
// endpoint's `whsec_…`, is checked where it is given; the signature with Lianrong's own key always.
import { createHmac, createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

const PORT = Number(process.argv[2] ?? 3200);
const SECRET = process.env.LIANRONG_SECRET?.replace(/^whsec_/, "");
// The 32 bytes of the key, in the form in which Node takes it.
const raw = Buffer.from(readFileSync(process.env.LIANRONG_KEY ?? ".data/platform.pub", "utf8").trim(), "base64");
const key = createPublicKey({ key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]), format: "der", type: "spki" });
const seen = new Set();

/** Whether one of the signatures is right, and the attempt of the last five minutes. */
function isOurs(headers, body) {
  const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signatures = "" } = headers;
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const text = Buffer.concat([Buffer.from(`${id}.${at}.`), body]);
  return signatures.split(" ").some((signature) => {
    const [version, value] = signature.split(",");
    const told = Buffer.from(value ?? "", "base64");
    if (version === "v1a") return verify(null, text, key, told);
    if (version !== "v1" || !SECRET) return false;
    const own = createHmac("sha256", Buffer.from(SECRET, "base64")).update(text).digest();
    return own.length === told.length && timingSafeEqual(own, told);
  });
}

createServer(async (request, answer) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (!isOurs(request.headers, body)) {
    answer.writeHead(401).end();
    return;
  }
  // At least once: what was seen is acknowledged again, and nothing else is done.
  const { id, number, type, subject, data } = JSON.parse(body);
  if (!seen.has(id)) console.log(number, type, subject, JSON.stringify(data));
  seen.add(id);
  answer.writeHead(204).end();
}).listen(PORT, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${PORT}/`));
