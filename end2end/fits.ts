// Whether a page fits its window: what an eye would stumble over, as far as a browser can measure it.
import type { Page } from "@playwright/test";

/** The widest window in which a finger does the work. */
const PHONE = 767;

/** What does not fit, each with the element and the beginning of its text; nothing where all is well. */
export async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(look, PHONE);
}

/** Runs in the page, and so stands by itself. */
function look(phone: number): string[] {
  const narrow = innerWidth <= phone;
  const found: string[] = [];
  // Headings of a list that is cards are read aloud only, as are the words that are nowhere to be seen.
  const unseen = narrow ? ".visually-hidden, .skip, .table:not(.table--compact) > thead" : ".visually-hidden, .skip";
  const known = new Map<Element, boolean>();
  const shows = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ visibilityProperty: true }) && element.closest(unseen) === null;
  };
  // Asked again and again, of a page that stands still meanwhile.
  const shown = (element: Element) => {
    const answer = known.get(element) ?? shows(element);
    known.set(element, answer);
    return answer;
  };
  const name = (element: Element) => {
    const classes = (element.getAttribute("class") ?? "").trim().replace(/\s+/g, ".");
    const text = (element.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `${element.tagName.toLowerCase()}${classes && `.${classes}`} "${text}"`;
  };
  const everything = [...document.body.querySelectorAll("*")].filter((element) => element.closest("svg") === null && shown(element));

  // The page scrolls sideways. A table may, in a frame of its own.
  if (document.documentElement.scrollWidth > innerWidth) {
    const out = everything.filter((element) => element.closest(".table-wrap") === null && element.getBoundingClientRect().right > innerWidth + 0.5);
    const innermost = out.filter((element) => !out.some((other) => other !== element && element.contains(other)));
    found.push(`the page scrolls sideways: ${innermost.slice(0, 3).map(name).join(", ")}`);
  }

  // What a box holds is wider than the box, and not shortened on purpose.
  const boxes =
    "button, .button, th, td, h1, h2, h3, h4, dt, dd, summary, label, .status, .badge, .tabs > a, .segmented, .segmented > *, .shell__links a, .steps > li, " +
    ".card, .stats__item, .list__row > *, .alert, .disclosure, .document, .flows__side, .split__decision, .form__actions, .pager";
  for (const box of everything) {
    if (!box.matches(boxes) || box.clientWidth === 0 || box.scrollWidth <= box.clientWidth + 1) continue;
    if (getComputedStyle(box).textOverflow !== "ellipsis") found.push(`cut by ${box.scrollWidth - box.clientWidth} px: ${name(box)}`);
  }

  // Neighbours stand in each other's place.
  for (const parent of everything) {
    if (!/flex|grid/.test(getComputedStyle(parent).display)) continue;
    const children = [...parent.children].filter((child) => shown(child) && /static|relative/.test(getComputedStyle(child).position));
    for (const [place, child] of children.entries()) {
      const next = children[place + 1];
      if (!next) continue;
      const [one, other] = [child.getBoundingClientRect(), next.getBoundingClientRect()];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (across > 2 && down > 2) found.push(`overlap: ${name(child)} and ${name(next)}`);
    }
  }

  // What has to be hit first of all is too small for a finger.
  if (narrow) {
    for (const button of everything) {
      if (!button.matches("main .button:not(.button--quiet, .button--danger)")) continue;
      const { width, height } = button.getBoundingClientRect();
      if (Math.min(width, height) < 43.5) found.push(`${Math.round(width)} × ${Math.round(height)} px to hit: ${name(button)}`);
    }
  }

  // Letters of a picture are larger than the small text around it, or a strip does not reach from side to side.
  const text = parseFloat(getComputedStyle(document.body).fontSize);
  const small = 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  for (const label of document.querySelectorAll<SVGTextElement>("main svg text")) {
    const size = parseFloat(getComputedStyle(label).fontSize) * (label.getScreenCTM()?.a ?? 1);
    if (label.getBoundingClientRect().width > 0 && size > small + 0.1) found.push(`letters of ${Math.round(size)} px: ${name(label)}`);
  }
  for (const strip of document.querySelectorAll<SVGSVGElement>(".chart__strip > svg")) {
    const parts = [...strip.querySelectorAll("rect")].reduce((sum, part) => sum + part.width.baseVal.value, 0);
    const tall = strip.getBoundingClientRect().height > 2 * text;
    if (tall || Math.abs(parts - strip.viewBox.baseVal.width) > 0.5) found.push(`no strip of 100 %: ${name(strip)}`);
  }

  // Words stand on end, a letter or two in each line, or in letters below the smallest of the scale.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = node.parentElement;
    if (!parent || [...(node.nodeValue ?? "").trim()].length <= 3 || parent.closest("svg, script, style, option") || !shown(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width, height } = range.getBoundingClientRect();
    const em = parseFloat(getComputedStyle(parent).fontSize);
    if (width > 0 && em < small - 0.1) found.push(`letters of ${em} px: ${name(parent)}`);
    if (width > 0 && width < 2 * em && height > 2.5 * em) found.push(`on end: ${name(parent)}`);
  }
  return [...new Set(found)].slice(0, 12);
}
