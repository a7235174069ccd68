// A code's link has its secret in the fragment, which no server sees until the person presses the button.
export const codeInAddress = (): string | null => new URLSearchParams(location.hash.slice(1)).get('code');

/** Whether it worked or not: it is not to be found in the history of a borrowed computer. */
export const forgetAddress = (): void => { if (location.hash) history.replaceState(history.state, '', location.pathname); };
