// The person in the middle, the broken ring, and notes from all sides. Decoration.
export function JoinPicture() {
  return (
    <svg viewBox="0 0 420 300" aria-hidden="true" focusable="false" fill="none" strokeLinecap="round">
      <g stroke="var(--accent-line)" strokeWidth="2"><path d="M210 22a128 128 0 0 1 118 78M338 160a128 128 0 0 1-70 104M225 277a128 128 0 0 1-124-62M83 165a128 128 0 0 1 69-128" /></g>
      <g stroke="var(--accent)" strokeWidth="5"><path d="M224 78a73 73 0 0 1 53 46M283 150a73 73 0 0 1-41 65M226 221a73 73 0 0 1-80-35M138 160a73 73 0 0 1 44-77" /></g>
      <circle cx="210" cy="150" r="25" fill="var(--accent)" />
      <g strokeWidth="2">
        <rect x="309" y="96" width="46" height="46" rx="3" fill="var(--note-yellow)" stroke="var(--note-yellow-edge)" transform="rotate(5 332 119)" />
        <rect x="66" y="186" width="46" height="46" rx="3" fill="var(--note-blue)" stroke="var(--note-blue-edge)" transform="rotate(-6 89 209)" />
        <rect x="132" y="14" width="46" height="46" rx="3" fill="var(--note-pink)" stroke="var(--note-pink-edge)" transform="rotate(-4 155 37)" />
        <rect x="246" y="240" width="46" height="46" rx="3" fill="var(--note-green)" stroke="var(--note-green-edge)" transform="rotate(4 269 263)" />
      </g>
    </svg>
  );
}
