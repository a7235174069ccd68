// Before everything else, and in words that old browsers understand: says why nothing comes, when the page itself cannot. Without it a
// browser that is too old, or a program that could not be fetched, is a white page.
(function () {
  function say(title, text) {
    var root = document.getElementById('root');
    // This runs in the head: there may be no body yet.
    if (!root) return document.addEventListener('DOMContentLoaded', function () { say(title, text); });
    if (root.getAttribute('data-open')) return;
    root.innerHTML = '';
    var main = document.createElement('main'), h1 = document.createElement('h1'), p = document.createElement('p');
    main.className = 'first';
    h1.appendChild(document.createTextNode(title));
    p.appendChild(document.createTextNode(text));
    main.appendChild(h1);
    main.appendChild(p);
    root.appendChild(main);
  }
  function tooOld() {
    // main.tsx does not begin then: half a page would be worse than none.
    document.documentElement.setAttribute('data-too-old', '');
    say('Webbläsaren är för gammal', 'Samskapa behöver en nyare webbläsare: Chrome, Edge, Firefox eller Safari från 2023 eller senare. Uppdatera webbläsaren, eller låna en annan enhet. · Your browser is too old for this page.');
  }
  if (!('noModule' in document.createElement('script')) || !window.HTMLDialogElement || !Array.prototype.at || !window.structuredClone) return tooOld();
  // Syntax that the browser cannot read, or a file that did not come: both before the page has opened.
  window.addEventListener('error', function (e) {
    if (e.target && e.target.tagName === 'SCRIPT') say('Sidan kunde inte hämtas', 'Kontrollera nätet och ladda om sidan. · The page could not be fetched. Check the network and reload.');
    else if (e.error instanceof SyntaxError) tooOld();
  }, true);
})();
