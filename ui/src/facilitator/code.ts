/** A code as people read it aloud, in threes: 482913042 → 482 913 042. Anything else stays as it is. */
export const spaced = (code: string) => /^\d{4,}$/.test(code) ? code.replace(/\d{3}(?=\d)/g, '$& ') : code;
