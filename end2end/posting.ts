// Forms sent as no page would send them: raw bodies, and what came of them.
import { expect, type Person, type World } from "./world.ts";

export type Fields = [name: string, value: string][];

/** What the visitor ends up with, after all redirections. */
export interface Answer {
  status: number;
  path: string;
  query: string;
  html: string;
  /** The codes of the errors that the page tells. */
  codes: string[];
}

/** The fields of a page's form, as a browser that ticks and picks everything would send them. */
export async function fieldsOf(person: Person, path: string): Promise<Fields> {
  const form = person.page.locator(`form[action="/api/${path}"]`).first();
  await expect(form, `${person.page.url()} has no form of ${path}`).toHaveCount(1);
  return form.evaluate((element) => {
    const fields: [string, string][] = [];
    for (const field of element.querySelectorAll<HTMLInputElement>("[name]")) {
      const picked = field.type !== "radio" || !fields.some(([name]) => name === field.name);
      if (field.tagName !== "BUTTON" && picked) fields.push([field.name, field.value]);
    }
    return fields;
  });
}

export function encoded(fields: Fields): string {
  return fields.map((pair) => pair.map(encodeURIComponent).join("=")).join("&");
}

export function replaced(fields: Fields, name: string, value: string): Fields {
  return fields.map(([field, old]) => [field, field === name ? value : old]);
}

/** Posts a body in the person's name, as a browser on that person's page, and follows to where it leads. */
export async function post(person: Person, path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  const { page, world } = person;
  const answer = await page.request.post(`${world.url}/api/${path}`, {
    data: typeof body === "string" ? Buffer.from(body) : body,
    headers: { accept: "text/html", "content-type": "application/x-www-form-urlencoded", origin: world.url, referer: page.url(), ...headers },
  });
  const html = await answer.text();
  const codes = [...html.matchAll(/data-code="([^"]*)"/g)].map((match) => match[1]!);
  const url = new URL(answer.url());
  return { status: answer.status(), path: url.pathname, query: url.search, html, codes };
}

/** What a field of an answered page holds. */
export async function valueIn(person: Person, html: string, name: string): Promise<string> {
  return person.page.evaluate(
    ([text, field]) => {
      const found = new DOMParser().parseFromString(text!, "text/html").querySelector<HTMLInputElement>(`main [name="${field}"]`);
      return found?.value ?? "";
    },
    [html, name],
  );
}

/** Everything that a form of an agent may change, as one text that differs when anything does. */
export function state(world: World): string {
  const tables = ["rounds", "offers", "consents", "applications", "credit_lines", "draws", "loans", "quotes", "repayments", "wallets", "journals", "entries"];
  const digests = tables.map((table) => `select '${table} ' || count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from ${table} t`);
  return world.query(digests.join(" union all "));
}
