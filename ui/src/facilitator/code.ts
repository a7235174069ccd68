/** The code as people read it aloud: 482913 → 482 913; codes of another shape stay as they are. */
export const spaced = (code: string) => /^\d{6}$/.test(code) ? `${code.slice(0, 3)} ${code.slice(3)}` : code;
