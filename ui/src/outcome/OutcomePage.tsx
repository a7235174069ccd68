// Placeholder until the screen lands.
export default function OutcomePage(_: { link: string }) {
  return <main>OutcomePage</main>;
}
