// Placeholder until the screen lands.
export default function Lead(_: { dialogueId: string }) {
  return <main>Lead</main>;
}
