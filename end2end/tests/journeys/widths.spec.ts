// Every page that a role reaches from its navigation, and one of each kind that those lead to, in windows of five widths, light and
// dark, in both languages: nothing scrolls sideways, is cut, overlaps, is too small to hit or stands on end (`fits.ts`).
//
// With LIANRONG_PICTURES=1 the walk also writes a picture of each page, width, language and scheme, for people to look at, into
// end2end/test-results/pictures/:
//   LIANRONG_PICTURES=1 scripts/postgres with scripts/browser playwright test widths
import { join } from "node:path";
import { misfits } from "../../fits.ts";
import { ROOT } from "../../template.ts";
import { expect, test, type Person } from "../../world.ts";

const WIDTHS = [320, 390, 768, 1024, 1440];
const LANGUAGES = ["zh", "en"];
const SCHEMES = ["light", "dark"] as const;
const PICTURES = process.env.LIANRONG_PICTURES ? join(ROOT, "end2end/test-results/pictures") : undefined;

/** By portal; the first of each sees the most, and goes one link deeper. */
const PEOPLE: Record<string, string[]> = {
  agent: ["agent-2", "agent-1", "agent-2-clerk"],
  funder: ["funder-a-treasurer", "funder-a-reviewer", "funder-a-approver"],
  facilitator: ["facilitator-1-approver", "facilitator-1-operator"],
  admin: ["operator-maker", "operator-checker", "auditor"],
};

for (const [portal, usernames] of Object.entries(PEOPLE)) {
  test(`every page of the ${portal} portal fits at every width`, async ({ enter }) => {
    test.setTimeout(PICTURES ? 1_800_000 : 240_000);
    const seen = new Set<string>();
    for (const [place, username] of usernames.entries()) {
      const person = await enter(username);
      // What follows the world by itself stands still to be looked at.
      await person.page.addInitScript(() => {
        window.setInterval = (() => 0) as unknown as typeof window.setInterval;
      });
      await person.alive();
      const reached = await hrefs(person, ".shell__nav a, .shell__panel a");
      const deeper = new Set<string>();
      for (const path of reached) {
        await test.step(`${username} ${path}`, () => visit(person, username, path, seen));
        const link = place === 0 && (await hrefs(person, "main a[href^='/']:not([download])")).find((href) => leadsOn(href, path, [...reached, ...deeper]));
        if (link) deeper.add(link);
      }
      for (const path of deeper) await test.step(`${username} ${path}`, () => visit(person, username, path, seen));
    }
  });
}

test("a workbench has its column of states at 768 px", async ({ enter }) => {
  for (const [username, path] of [["funder-a-reviewer", "/funder"], ["facilitator-1-approver", "/facilitator"]] as const) {
    const person = await enter(username, { width: 768, height: 900 });
    await person.open(path);
    const table = person.page.locator("main table").filter({ has: person.page.locator("tbody .status") }).first();
    await expect(table).toBeVisible();
    for (const cell of [table.getByRole("columnheader", { name: "状态" }).first(), table.locator("tbody .status").first()]) {
      const cut = await cell.evaluate((element) => {
        const frame = element.closest(".table-wrap")?.getBoundingClientRect().right ?? innerWidth;
        return Math.max(0, element.getBoundingClientRect().right - Math.min(frame, innerWidth));
      });
      expect(cut, `${path} of ${username}`).toBeLessThan(1);
    }
  }
});

async function hrefs(person: Person, selector: string): Promise<string[]> {
  return person.page.locator(selector).evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
}

/** Whether a link leads to a page below, and not to a file. */
function leadsOn(href: string, path: string, known: string[]): boolean {
  const to = href.split(/[?#]/)[0]!;
  return to.startsWith(`${path}/`) && !/\.\w+$/.test(to) && !known.some((other) => other.split(/[?#]/)[0] === to);
}

/** Loads a page once in each language. What a colleague's page showed just so is not measured again. */
async function visit(person: Person, username: string, path: string, seen: Set<string>): Promise<void> {
  const { page } = person;
  for (const language of LANGUAGES) {
    await page.context().addCookies([{ name: "lang", value: language, url: person.world.url }]);
    await person.open(path);
    const content = await page.locator("main").evaluate((main) => main.innerHTML.replace(/[0-9a-z]{20,}/g, ""));
    if (seen.has(content) && !PICTURES) break;
    seen.add(content);
    for (const [place, width] of WIDTHS.entries()) {
      await page.setViewportSize({ width, height: 900 });
      // From width to width in the scheme that it is in already.
      for (const colorScheme of place % 2 === 0 ? SCHEMES : [...SCHEMES].reverse()) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await misfits(page), `${path} in ${language} at ${width} px, ${colorScheme}`).toEqual([]);
        if (PICTURES) await page.screenshot({ fullPage: true, path: join(PICTURES, picture(path, [username, String(width), language, colorScheme])) });
      }
    }
  }
}

/** The name of a picture; identifiers are cut to their kind, so that a page has the same in every run. */
function picture(path: string, variant: string[]): string {
  const page = path.replace(/_[0-9a-z]{26}/g, "").replace(/[^\w-]+/g, "-").replace(/^-|-$/g, "");
  return `${[page, ...variant].join("_")}.png`;
}
