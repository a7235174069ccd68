// Is something being written that is not sent? Asked before the view or the page changes under the person.
const notWritten = new Set(['radio', 'checkbox', 'button', 'submit', 'hidden', 'range']);

/** Something unsent in a field of the page, or a dialog open. `butKept`: not counting what lies on the device as a draft. */
export function isWriting(butKept = false): boolean {
  if (document.querySelector('dialog[open]')) return true;
  return [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>('main :is(textarea, input)')]
    .some(field => !notWritten.has(field.type) && !field.readOnly && field.value.trim() !== '' && !(butKept && field.closest('[data-kept]')));
}
