// A browser's own translation takes text nodes out of the page and puts <font> elements in their place. React holds on to the nodes that
// it made: it would write the next words into one that nobody sees (the sign says "Sparat" for ever), and fail when it takes one away.
// So each node that was taken out is put back beside its translation, empty. Invariant: what React made is where React put it; when React
// writes in it, moves it or takes it away, its translation goes, and the browser translates the new words. Rejected: words each in an
// element of their own (thousands of places to forget one), and other methods on Node.prototype (everybody's, not ours).

/** The translation of each text that React made. */
export function besideTranslation(root: Document | Element): () => void {
  const translations = new WeakMap<Text, Element>();
  const claimed = new WeakSet<Element>();
  const observer = new MutationObserver(records => {
    for (const record of records) {
      if (record.type === 'characterData') drop(record.target as Text);
      for (const node of record.removedNodes) if (node instanceof Text) taken(node, record);
    }
    // What was done here is known.
    observer.takeRecords();
  });

  function drop(text: Text): void {
    translations.get(text)?.remove();
    translations.delete(text);
  }

  function taken(text: Text, record: MutationRecord): void {
    const before = translations.get(text);
    if (before) {
      // React took it away, or put it somewhere else.
      if (!text.isConnected || text.nextSibling !== before) drop(text);
      return;
    }
    const font = [...record.addedNodes, record.nextSibling, record.previousSibling].find((one): one is Element => one instanceof Element && one.localName === 'font' && one.isConnected && !claimed.has(one));
    if (!font || font.parentNode !== record.target) return;
    // A translator that keeps the node inside gets another one for it.
    if (font.contains(text)) text.replaceWith(text.cloneNode());
    else if (text.isConnected) return;
    text.data = '';
    font.before(text);
    translations.set(text, font);
    claimed.add(font);
  }

  observer.observe(root, { subtree: true, childList: true, characterData: true });
  return () => observer.disconnect();
}
