// Placeholder until the screen lands.
export default function Participant(_: { dialogueId: string }) {
  return <main>Participant</main>;
}
