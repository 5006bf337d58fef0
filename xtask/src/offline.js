// What a page fetches is in the page itself, packed, in blocks that no browser runs; nothing else can be had.
globalThis.fetch = async (address) => {
  const name = new URL(address, document.baseURI).pathname.split("/").pop();
  const block = document.querySelector(`script[data-file="${CSS.escape(name)}"]`);
  if (!block) throw new TypeError(`${name} is not in this page`);
  const bytes = Uint8Array.from(atob(block.textContent), (character) => character.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain, { headers: { "content-type": block.dataset.type } });
};
