// Where somebody stands in the organisation. By itself, because the page where one joins needs it and nothing else of the room.
export const levels = ['frontline', 'management', 'leadership', 'livedExperience'] as const;
