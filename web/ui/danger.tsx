/** 911 comes before us, on every page where somebody could be in danger. It never blocks. */
export function Danger() {
  return (
    <section className="note note--danger" aria-label="Danger first">
      <p>
        <strong>Is someone in danger right now? Call 911, or text 911 where available.</strong>
      </p>
      <p>
        On a train or bus, tell the crew or transit police if that is safe. Deaf or hard of hearing: TTY or
        relay 711. Nobody may read this at once.
      </p>
    </section>
  );
}
