// Words of the participant's screens, in Swedish: the source.
export const room = {
} as const;
