// Words of the area "lead", in Swedish: the source.
export const lead = {
} as const;
