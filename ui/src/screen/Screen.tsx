// Placeholder until the screen lands.
export default function Screen(_: { dialogueId: string }) {
  return <main>Screen</main>;
}
