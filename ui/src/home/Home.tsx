// Placeholder until the screen lands.
export default function Home() {
  return <main>Home</main>;
}
