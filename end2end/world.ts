// A world of its own for every test: a copy of the seeded database, with real processes on their own ports.
import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { spawn, execFileSync, spawnSync, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { leaks } from "./planted.ts";
import { ROOT, database, program, psql, psqlFrom, templateKeys, templateName } from "./template.ts";

export { expect };

export class World {
  readonly url: string;
  private readonly children: ChildProcess[] = [];
  /** What each program has written. */
  private readonly logs: { name: string; text: string }[] = [];

  private constructor(
    readonly databaseUrl: string,
    private readonly databaseName: string,
    private readonly folder: string,
    readonly port: number,
    readonly sandboxPort: number,
    /** The transaction after which all was written that the template has not. */
    private readonly since: number,
  ) {
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(demonstration: boolean): Promise<World> {
    const name = `e2e_${randomUUID().replaceAll("-", "")}`;
    const since = psqlFrom(database("postgres"), `create database ${name} template ${templateName()}; select pg_current_xact_id();`);
    const folder = mkdtempSync(join(tmpdir(), "lianrong-"));
    cpSync(templateKeys(), join(folder, "keys"), { recursive: true });
    const world = new World(database(name), name, folder, await freePort(), await freePort(), Number(since));
    await world.run(demonstration);
    return world;
  }

  private async run(demonstration: boolean): Promise<void> {
    const sandbox = `http://127.0.0.1:${this.sandboxPort}`;
    const env = {
      ...process.env,
      DATABASE_URL: this.databaseUrl,
      LIANRONG_ADDRESS: `127.0.0.1:${this.port}`,
      LIANRONG_SITE_ROOT: join(ROOT, "target/site"),
      LIANRONG_DEMONSTRATION: String(demonstration),
      LIANRONG_BANK_URL: sandbox,
      LIANRONG_BANK_KEYS: join(this.folder, "keys", "bank.keys"),
      LIANRONG_NETWORK_URL: sandbox,
      LIANRONG_DEBIT_HOURS: "00:00-00:00",
      LIANRONG_LOOPBACK_ENDPOINTS: "true",
      LIANRONG_NETWORK_KEYS: join(this.folder, "keys", "network.keys"),
      LIANRONG_SMS_URL: sandbox,
      LIANRONG_SMS_KEYS: join(this.folder, "keys", "sms.keys"),
      LIANRONG_MASTER_KEYS: join(this.folder, "keys", "master.keys"),
      LIANRONG_SIGNING_KEY: join(this.folder, "platform.pem"),
      // As where nobody says otherwise: what is looked through at the end is what a log would hold.
      RUST_LOG: "info,sqlx=warn",
      SANDBOX_ADDRESS: `127.0.0.1:${this.sandboxPort}`,
      SANDBOX_PLATFORM_URL: this.url,
      SANDBOX_KEYS: join(this.folder, "keys"),
      SANDBOX_FAST: "true",
      SANDBOX_DATE: "2026-11-20",
    };
    const start = (name: "lianrong" | "sandbox", args: string[]) => {
      const child = spawn(program(name), args, { env, cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
      const log = { name, text: "" };
      this.logs.push(log);
      for (const stream of [child.stdout, child.stderr]) stream!.setEncoding("utf8").on("data", (text: string) => (log.text += text));
      this.children.push(child);
    };
    start("lianrong", ["serve"]);
    await this.ready(`${this.url}/readyz`);
    start("sandbox", []);
    await this.ready(`${sandbox}/readyz`);
    start("lianrong", ["work"]);
  }

  private async ready(url: string): Promise<void> {
    const end = Date.now() + 20_000;
    while (Date.now() < end) {
      const answered = await fetch(url).then((answer) => answer.ok, () => false);
      if (answered) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${url} is not ready:\n${this.logs.map(({ name, text }) => `${name}: ${text}`).join("\n")}`);
  }

  /** The seconds of a core that server, sandbox and worker have taken since they began. */
  seconds(): number {
    const ticks = this.children.map(({ pid }) => {
      // What follows the program's name, which may hold blanks: the state first, user and system time as the twelfth and thirteenth.
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
      return Number(fields[11]) + Number(fields[12]);
    });
    return ticks.reduce((sum, each) => sum + each, 0) / 100;
  }

  /** The folder of the partners' private keys. */
  get keys(): string {
    return join(this.folder, "keys");
  }

  /** One value from the database, as its owner. */
  query(statement: string): string {
    return psql(this.databaseUrl, statement);
  }

  /** Opens the account of an operator as an administrator does, and tells its password. */
  operator(username: string, name: string): string {
    const env = { ...process.env, DATABASE_URL: this.databaseUrl, RUST_LOG: "error" };
    const told = execFileSync(program("lianrong"), ["operator", username, name], { env, encoding: "utf8" });
    return /^password: +(\S+)$/m.exec(told)![1]!;
  }

  /** The funders' systems are told, as `make run` has it. */
  tellFunders(): void {
    const env = {
      ...process.env,
      DATABASE_URL: this.databaseUrl,
      LIANRONG_MASTER_KEYS: join(this.keys, "master.keys"),
      LIANRONG_SIGNING_KEY: join(this.folder, "platform.pem"),
      RUST_LOG: "error",
    };
    const below = `http://127.0.0.1:${this.sandboxPort}/hooks`;
    expect(execFileSync(program("lianrong-demonstration"), ["--endpoints", below], { env, encoding: "utf8" }), "no complaint").toBe("");
  }

  /** What the sandbox tells of what it got. */
  private async got<T>(what: "sms" | "hooks"): Promise<T> {
    return (await (await fetch(`http://127.0.0.1:${this.sandboxPort}/control/${what}`)).json()) as T;
  }

  /** The codes that a phone got, the newest first; waits until there are so many. */
  async sentCodes(mobile: string, least = 1): Promise<string[]> {
    const codes = async () => {
      const messages = await this.got<{ mobile: string; code: string }[]>("sms");
      return messages.filter((message) => message.mobile === mobile).map((message) => message.code);
    };
    await expect.poll(async () => (await codes()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(least);
    return codes();
  }

  /** Where something that people typed, or a code, lies in clear that may not be read there. */
  async leaks(since = this.since): Promise<string[]> {
    const codes = (await this.got<{ code: string }[]>("sms")).map(({ code }) => code);
    const notices = (await this.got<string[]>("hooks")).join("\n");
    const log = this.logs.map(({ name, text }) => (name === "lianrong" ? text : "")).join("\n");
    return leaks(this.databaseUrl, since, { "the log": log, "a notice": notices }, codes);
  }

  /** What the programs complained of, the latest last. */
  complained(): string {
    const lines = this.logs.flatMap(({ name, text }) => text.split("\n").filter((line) => /WARN|ERROR|panicked/.test(line)).slice(-20).map((line) => `${name}: ${line}`));
    return lines.join("\n");
  }

  /** Every invariant, by the program itself; its report is the error when one is broken. */
  verify(): void {
    const env = { ...process.env, DATABASE_URL: this.databaseUrl, RUST_LOG: "error" };
    const { status, stdout, stderr } = spawnSync(program("lianrong"), ["verify"], { env, encoding: "utf8" });
    if (status !== 0) throw new Error(`${stderr}${stdout.split("\n").filter((line) => !line.trimStart().startsWith("holds")).join("\n")}`);
  }

  async stop(): Promise<void> {
    const ended = this.children.map((child) => new Promise((resolve) => (child.exitCode === null ? child.once("exit", resolve) : resolve(0))));
    for (const child of this.children) child.kill("SIGTERM");
    await Promise.all(ended);
    psql(database("postgres"), `drop database ${this.databaseName} with (force)`);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const AXE = readFileSync(join(ROOT, "end2end/node_modules/axe-core/axe.min.js"), "utf8");
const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What axe finds on the whole page, in a window as tall: what a bar happens to cover can be scrolled to, and is no fault. */
export async function faults(page: Page): Promise<string[]> {
  const window = page.viewportSize()!;
  const [height, there] = await page.evaluate(() => [document.documentElement.scrollHeight, "axe" in globalThis] as const);
  // It runs in the page itself: no page has frames, which alone would need more.
  if (!there) await page.evaluate(AXE);
  const low = height > window.height;
  if (low) await page.setViewportSize({ width: window.width, height });
  const found = await page.evaluate(async (values) => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values }, resultTypes: ["violations"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  }, STANDARDS);
  if (low) await page.setViewportSize(window);
  return found.map((violation) => `${page.url()} ${violation}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** What the console of a page complains of from now on. */
export function complaintsOf(page: Page, scripted: boolean): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // Without JavaScript the browser says that what it preloaded for it was of no use.
    if (scripted && ["error", "warning"].includes(message.type())) complaints.push(`${page.url()} ${message.text()}`);
  });
  return complaints;
}

/** A person at a browser of their own. Anything that the console complains of fails the test. */
export class Person {
  private empty?: Page;

  private constructor(
    readonly page: Page,
    readonly world: World,
    private readonly context: BrowserContext,
    private readonly complaints: string[],
    /** Whether scripts run in the browser. */
    readonly scripted: boolean,
  ) {}

  static async signIn(browser: Browser, world: World, username: string, options: { javaScript?: boolean; width?: number; height?: number } = {}): Promise<Person> {
    const staff = !username.startsWith("agent-");
    const scripted = options.javaScript ?? true;
    const context = await browser.newContext({
      baseURL: world.url,
      locale: "zh-CN",
      javaScriptEnabled: scripted,
      viewport: { width: options.width ?? (staff ? 1440 : 390), height: options.height ?? (staff ? 900 : 844) },
    });
    // The door itself is for who tries it: see sign_in.
    const answer = await context.request.post("/api/session/sign_in", {
      form: { username, password: "lianrong-demo", code: "", next: "" },
      headers: { accept: "text/html", origin: world.url, referer: `${world.url}/sign-in` },
      maxRedirects: 0,
    });
    const portal = answer.headers()["location"] ?? "";
    expect(portal, `${username} is let in`).toMatch(/^\/(agent|funder|facilitator|admin)$/);
    const page = await context.newPage();
    const complaints = complaintsOf(page, scripted);
    await page.goto(portal, { waitUntil: "commit" });
    return new Person(page, world, context, complaints, scripted);
  }

  /** Opens a path and waits until the page is alive (where it can be). */
  async open(path: string): Promise<void> {
    const answer = await this.page.goto(path);
    expect(answer?.status(), path).toBeLessThan(400);
    await this.alive();
  }

  async alive(): Promise<void> {
    if (this.scripted) await expect(this.page.locator("html[data-hydrated]")).toHaveCount(1);
  }

  /** What the server sends for a path, as `read` tells it: read in an empty page beside this one, and not opened. */
  async sent<T>(path: string, read: (answer: { html: string; url: string }) => T): Promise<T> {
    const answer = await this.page.request.get(path, { headers: { accept: "text/html" } });
    expect(answer.status(), path).toBeLessThan(400);
    this.empty ??= await this.context.newPage();
    return this.empty.evaluate(read, { html: await answer.text(), url: answer.url() });
  }

  async accessible(): Promise<void> {
    // What looks is a script of the page's; the same markup is looked at with scripts.
    if (this.scripted) expect(await faults(this.page)).toEqual([]);
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.complaints).toEqual([]);
  }
}

type Fixtures = { demonstration: boolean; world: World; enter: (username: string, options?: { javaScript?: boolean; width?: number; height?: number }) => Promise<Person> };

export const test = base.extend<Fixtures>({
  demonstration: [true, { option: true }],
  world: async ({ demonstration }, use, test) => {
    const world = await World.start(demonstration);
    try {
      await use(world);
      if (test.errors.length > 0) console.log(`${test.title}:\n${world.complained()}`);
      world.verify();
      expect(await world.leaks(), "what people typed lies in clear").toEqual([]);
    } finally {
      await world.stop();
    }
  },
  enter: async ({ browser, world }, use) => {
    const people: Person[] = [];
    await use(async (username, options) => {
      const person = await Person.signIn(browser, world, username, options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.leave();
  },
});
