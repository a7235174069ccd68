// Words of the area "home", in Swedish: the source.
export const home = {
} as const;
