// Seeds the demonstration world once, into a template that every test's world is a copy of.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");
const cluster = process.env.LIANRONG_TEST_DATABASE_URL;
if (!cluster) throw new Error("LIANRONG_TEST_DATABASE_URL names no cluster: run this through scripts/test");

/** The url of another database of the cluster. */
export function database(name: string): string {
  return cluster!.replace(/\/[^/?]+(\?|$)/, `/${name}$1`);
}

function runPsql(url: string, source: string[], input: string): string {
  return execFileSync("psql", ["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1", ...source, url], {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 28,
    env: { ...process.env, PGOPTIONS: "--client-min-messages=error" },
  }).trim();
}

export function psql(url: string, statement: string): string {
  return runPsql(url, ["--command", statement], "");
}

/** As `psql`, for a statement that is longer than an argument may be. */
export function psqlFrom(url: string, statement: string): string {
  return runPsql(url, ["--file=-"], statement);
}

export function program(name: "lianrong" | "lianrong-demonstration" | "sandbox"): string {
  return join(ROOT, "target/debug", name);
}

/** Named by what it is made of, so that a new program makes a new one. */
function digest(): string {
  const programs = [program("lianrong"), program("lianrong-demonstration")];
  return programs.reduce((digest, path) => digest.update(readFileSync(path)), createHash("sha256")).digest("hex").slice(0, 12);
}

/** The setup names it once, for the programs are large: what it leaves in the environment, the workers find there. */
export function templateName(): string {
  return (process.env.LIANRONG_E2E_TEMPLATE ??= `e2e_template_${digest()}`);
}

/** The funders' key pairs, whose public halves the template knows, and the master keys that it is sealed with. */
export function templateKeys(): string {
  return join(ROOT, "target/end2end/keys");
}

export default function seedTemplate(): void {
  const name = templateName();
  const keys = templateKeys();
  const known = psql(cluster!, `select count(*) from pg_database where datname = '${name}'`) === "1";
  if (known && existsSync(join(keys, "funder-a.pub"))) return;
  mkdirSync(keys, { recursive: true });
  execFileSync(program("sandbox"), ["keys"], { env: { ...process.env, SANDBOX_KEYS: keys }, stdio: "inherit" });
  for (const stale of psql(cluster!, "select datname from pg_database where datname like 'e2e_%'").split("\n")) {
    if (stale) psql(cluster!, `drop database "${stale}" with (force)`);
  }
  const building = `${name}_building`;
  psql(cluster!, `create database ${building}`);
  const env = { ...process.env, DATABASE_URL: database(building), LIANRONG_PARTNER_KEYS: keys, LIANRONG_MASTER_KEYS: join(keys, "master.keys"), RUST_LOG: "warn" };
  const run = (name: "lianrong" | "lianrong-demonstration", ...args: string[]) => execFileSync(program(name), args, { env, cwd: ROOT, stdio: "inherit" });
  run("lianrong", "master-key");
  run("lianrong", "migrate");
  run("lianrong-demonstration");
  psql(cluster!, `alter database ${building} rename to ${name}`);
}
