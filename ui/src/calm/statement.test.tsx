import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { blocksOf } from './Statement';

const html = (text: string) => renderToStaticMarkup(<>{blocksOf(text)}</>);

it('UI-96 the operator’s statement: headings, lists, paragraphs and addresses; whatever else stands there is text', () => {
  expect(html('# Rubrik\n\nEn rad\nsom går vidare.\n\n## Brister\n- Ett\n- Två\nEfter.')).toBe('<h1>Rubrik</h1><p>En rad som går vidare.</p><h2>Brister</h2><ul><li>Ett</li><li>Två</li></ul><p>Efter.</p>');
  expect(html('Se https://example.se/a?b=1. Skriv till digital@example.se!')).toBe('<p>Se <a href="https://example.se/a?b=1" rel="noopener noreferrer">https://example.se/a?b=1</a>. Skriv till <a href="mailto:digital@example.se" rel="noopener noreferrer">digital@example.se</a>!</p>');
  expect(html('<script>alert(1)</script>\njavascript:alert(1)')).toBe('<p>&lt;script&gt;alert(1)&lt;/script&gt; javascript:alert(1)</p>');
});
