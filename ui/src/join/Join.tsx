// Placeholder until the screen lands.
export default function Join() {
  return <main>Join</main>;
}
