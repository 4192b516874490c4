// Brings the islands of a page to life once the browser has nothing else to do: each is a function of the program that it loads.
((script, wasm) => {
  // Told by the islands in which others stand, the innermost last.
  const within = [];

  async function bring(node, program) {
    const tag = node.tagName.toLowerCase();
    if (tag === "leptos-island") {
      const island = program[node.dataset.component];
      if (island) {
        within.at(-1)?.();
        await island(node);
      } else {
        console.warn(`No island is called ${node.dataset.component}.`);
      }
    }
    if (tag === "leptos-children") within.push(node.$$on_hydrate);
    for (const child of node.children) await bring(child, program);
    if (tag === "leptos-children") within.pop();
  }

  async function begin() {
    const program = await import(script);
    await program.default({ module_or_path: wasm });
    program.hydrate();
    await bring(document.body, program);
  }

  // A machine that is busy with something else may have no idle moment for long.
  if ("requestIdleCallback" in window) window.requestIdleCallback(begin, { timeout: 1000 });
  else begin();
})
