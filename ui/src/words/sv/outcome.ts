// Words of the area "outcome", in Swedish: the source.
export const outcome = {
} as const;
