// Every form of an agent, and the door, with what no page would send: words and never a failure, and nothing happens.
import { encoded, fieldsOf, post, replaced, state, valueIn, type Fields } from "../../posting.ts";
import { choose } from "../../steps.ts";
import { expect, test, type Person } from "../../world.ts";

interface Form {
  path: string;
  as: string;
  /** Leads to the page that has the form. */
  open: (person: Person) => Promise<void>;
  /** The form whose fields are sent, where no page has this one: it comes out of order. */
  borrowed?: string;
  /** Fields that take any text, with what was typed into them. */
  typed?: Record<string, string>;
  /** Somebody else who has such a form. */
  stranger?: string;
}

/** Opens a page, and from there the same with a query. */
const at = (path: string, query = "") => async (person: Person) => {
  await person.open(path);
  if (query) await person.open(new URL(person.page.url()).pathname + query);
};

const first = (path: string, link: string) => async (person: Person) => {
  await person.open(path);
  await person.page.locator(`main a[href^='${link}']`).first().click();
  await person.alive();
};

async function openReview(person: Person): Promise<void> {
  await at("/agent/application", "?step=3")(person);
  for (const tick of await person.page.locator("main input[type=checkbox]").all()) await tick.check();
  await person.page.locator("main form button.button").first().click();
  await person.alive();
}

async function openQuote(person: Person): Promise<void> {
  await first("/agent/loans", "/agent/loans/")(person);
  await choose(person.page, "part");
  await person.page.locator("input[name=amount]").first().fill("50.00");
  await person.page.locator('form[action="/api/repayment/quote"] button:not([name])').first().click();
  await expect(person.page).toHaveURL(/\/agent\/quotes\//);
  await person.alive();
}

async function openDraw(person: Person): Promise<void> {
  await person.open("/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7");
  const asked = replaced(await fieldsOf(person, "draw/request"), "shown_at", "0");
  const answer = await post(person, "draw/request", encoded(asked));
  expect(answer.path).toMatch(/^\/agent\/draws\//);
  await person.open(answer.path);
}

/** With a second session of the same person elsewhere, which can be ended from the first. */
async function openSessions(person: Person): Promise<void> {
  const username = (await person.page.locator(".shell__panel .muted").textContent())!.split(" ").pop()!;
  const body = encoded([["username", username], ["password", "lianrong-demo"], ["code", ""], ["next", ""]]);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await fetch(`${person.world.url}/api/session/sign_in`, { method: "POST", body, headers, redirect: "manual" });
  await person.open("/agent/sessions");
}

const FORMS: Form[] = [
  { path: "offer/ask", as: "agent-1", open: at("/agent/offers") },
  { path: "offer/select", as: "agent-1", open: at("/agent/offers"), stranger: "agent-25" },
  { path: "application/save_shop", as: "agent-25", open: at("/agent/application"), typed: { contact_name: "赵 <晓> 红", business_address: "渝北区 & 龙溪" } },
  { path: "application/save_need", as: "agent-25", open: at("/agent/application", "?step=2"), typed: { purpose: "采购手机终端", use_of_funds: "备货 \"双十二\"" } },
  { path: "application/submit", as: "agent-25", open: openReview },
  { path: "application/answer", as: "agent-23", open: at("/agent/application"), typed: { answer: "涨了 50%41 & 新店" } },
  { path: "application/withdraw", as: "agent-21", open: at("/agent/application"), stranger: "agent-22" },
  { path: "application/agree", as: "agent-21", open: at("/agent/application"), borrowed: "application/withdraw" },
  { path: "consent/withdraw", as: "agent-2", open: at("/agent/consents"), stranger: "agent-3" },
  { path: "draw/request", as: "agent-2", open: at("/agent/borrow/confirm?amount=10000.00&tenor=30d&purpose=%E5%A4%87%E8%B4%A7") },
  { path: "draw/cancel", as: "agent-2", open: openDraw, stranger: "agent-3" },
  { path: "repayment/quote", as: "agent-3", open: first("/agent/loans", "/agent/loans/"), stranger: "agent-2" },
  { path: "repayment/repay", as: "agent-2", open: openQuote, stranger: "agent-6" },
  { path: "session/revoke", as: "agent-2", open: openSessions, stranger: "agent-3" },
  { path: "session/sign_in", as: "agent-1", open: at("/agent"), borrowed: "session/sign_out" },
];

const WRONG = "☃'\"<b>";

type Sent = [what: string, body: string | Buffer, headers?: Record<string, string>];

/** What is sent instead of a form's fields. */
function inputs(fields: Fields, free: string[]): Sent[] {
  const whole = encoded(fields);
  const named = fields.filter(([name]) => name !== "request_no");
  const checked = named.filter(([name]) => !free.includes(name));
  const numbered = fields.some(([name]) => name === "request_no");
  return [
    ["nothing", ""],
    ["no field but the number", encoded(fields.filter(([name]) => name === "request_no"))],
    ["every field empty", encoded(fields.map(([name, value]) => [name, name === "request_no" ? value : ""]))],
    ["fields of another form", "unknown=1&__proto__%5Bx%5D=1"],
    ["a huge field", `${whole}&more=${"a".repeat(70_000)}`],
    ["a long text", encoded(fields.map(([name, value]) => [name, name === "request_no" ? value : "长".repeat(1_200)]))],
    ...checked.map(([name]): Sent => [`a wrong ${name}`, encoded(replaced(fields, name, WRONG))]),
    ["GB18030, escaped", `${whole}&name=%B5%EA`],
    ["GB18030, plain", Buffer.concat([Buffer.from(`${whole}&name=`), Buffer.from([0xb5, 0xea])])],
    ["a broken escape", `${whole}&name=%4`],
    ["NUL", `${whole}&name=a%00b`],
    ...(named.length > 0 ? ([["every field twice", `${whole}&${whole}`]] as Sent[]) : []),
    ...(numbered
      ? ([
          ["no request number", encoded(named)],
          ["a wrong request number", encoded(replaced(fields, "request_no", WRONG))],
        ] as Sent[])
      : []),
    ["JSON", JSON.stringify(Object.fromEntries(fields)), { "content-type": "application/json" }],
    ["plain text", whole, { "content-type": "text/plain" }],
    ["several parts", '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n', { "content-type": "multipart/form-data; boundary=x" }],
    ["no page that it comes from", encoded(replaced(fields, checked[0]?.[0] ?? "", WRONG)) + "&request_no=", { referer: "" }],
    ["another site's page", encoded(replaced(fields, checked[0]?.[0] ?? "", WRONG)) + "&request_no=", { referer: "https://evil.example/x" }],
  ];
}

for (const form of FORMS) {
  test(`${form.path} answers what no page sends with words`, async ({ enter, world }) => {
    const person = await enter(form.as);
    await form.open(person);
    const typed = form.typed ?? {};
    const signIn: Fields = [["username", WRONG], ["password", WRONG], ["code", ""], ["next", "//evil.example"]];
    const fields = form.path === "session/sign_in" ? signIn : (await fieldsOf(person, form.borrowed ?? form.path)).map(([name, value]): [string, string] => [name, typed[name] ?? value]);
    let theirs: Fields = [];
    if (form.stranger) {
      const stranger = await enter(form.stranger);
      await form.open(stranger);
      theirs = await fieldsOf(stranger, form.path);
    }
    const held = state(world);
    if (form.stranger) {
      const theirsIn = fields.map(([name, value]): [string, string] => [name, name === "request_no" ? value : (theirs.find(([field]) => field === name)?.[1] ?? value)]);
      const answer = await post(person, form.path, encoded(theirsIn));
      expect(answer.codes, "what is somebody else's").toEqual(["not_found"]);
    }
    for (const [what, body, headers] of inputs(fields, Object.keys(typed))) {
      const answer = await post(person, form.path, body, headers);
      const told = `${what}: ${answer.status} ${answer.path} ${answer.codes.join(" ")}`;
      expect(answer.status, told).toBeLessThan(500);
      expect(answer.codes.length, told).toBeGreaterThan(0);
      expect(answer.codes, told).not.toContain("failed");
      expect(answer.html, told).toMatch(/<h1[ >]/);
      expect(answer.html, told).toMatch(/<title>[^<]+ · 联融<\/title>/);
      expect(answer.query, "nothing of what was sent or wrong is in the address").not.toMatch(/typed|__err|__path/);
    }
    expect(state(world), "what was refused changed something").toBe(held);
    // What was typed beside a wrong field is still there.
    if (form.typed) {
      const answer = await post(person, form.path, encoded(replaced(fields, "version", "0")));
      expect(answer.codes.length).toBeGreaterThan(0);
      for (const [name, text] of Object.entries(typed)) expect(await valueIn(person, answer.html, name)).toBe(text);
    }
  });
}

test("addresses that lead nowhere and methods that nothing answers are pages with words", async ({ enter, world }) => {
  const person = await enter("agent-1");
  const asked: [method: string, path: string, status: number][] = [
    ["GET", "/nowhere", 404],
    ["GET", "/agent/nowhere", 404],
    ["GET", "/agent/draws/x", 404],
    ["GET", "/agent/quotes/%00", 400],
    ["GET", "/agent/offers?amount=%FF&days=%FF", 400],
    ["GET", "/agent/offers?amount=%", 400],
    ["GET", "/agent/offers?amount=-1&days=9999999999999", 422],
    ["GET", "/agent/wallet?before=99999999999999999999", 200],
    ["GET", "/agent/borrow/confirm?amount=1e9&tenor=999y", 422],
    ["GET", "/agent?__path=x&__err=x&sent_back=x", 200],
    ["GET", "/api/draw/request", 405],
    ["GET", "/api/nowhere", 404],
    ["POST", "/agent", 405],
    ["POST", "/nowhere", 404],
    ["DELETE", "/agent/draws", 405],
    ["PUT", "/api/draw/request", 405],
    ["PATCH", "/nowhere", 404],
  ];
  for (const [method, path, status] of asked) {
    const answer = await person.page.request.fetch(world.url + path, { method, headers: { accept: "text/html", origin: world.url } });
    const html = await answer.text();
    expect(answer.status(), `${method} ${path}`).toBe(status);
    expect(html, `${method} ${path}`).toMatch(/<h1[ >]/);
    expect(html, `${method} ${path}`).toMatch(/<title>[^<]+ · 联融<\/title>/);
  }
  const foreign = await person.page.request.post(`${world.url}/api/session/sign_out`, { headers: { accept: "text/html", origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  expect(await foreign.text()).toContain('data-code="request.foreign"');
});

test("a program is told what is wrong in JSON", async ({ enter, world }) => {
  const person = await enter("agent-1");
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const table: [body: string, headers: Record<string, string>, status: number, code: string][] = [
    ["", form, 400, "request.unreadable"],
    ["request_no=x&offer=x", form, 400, "request.number_invalid"],
    ["request_no=12345678&offer=x", form, 404, "not_found"],
    ["request_no=%ff", form, 400, "request.unreadable"],
    ["{}", { "content-type": "application/json" }, 415, "request.unreadable"],
    ["a".repeat(70_000), form, 413, "request.too_large"],
  ];
  for (const [body, headers, status, code] of table) {
    const answer = await person.page.request.post(`${world.url}/api/offer/select`, {
      data: Buffer.from(body),
      headers: { accept: "application/json", origin: world.url, ...headers },
    });
    expect(answer.status(), body.slice(0, 30)).toBe(status);
    expect(((await answer.json()) as { code: string }).code, body.slice(0, 30)).toBe(code);
  }
});
