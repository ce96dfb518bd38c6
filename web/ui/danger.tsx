/** 911 comes before us, on every page where somebody could be in danger. It never blocks. */
export function Danger() {
  return (
    <section className="note note--danger" aria-label="Danger first">
      <p className="note__first">
        <strong>Is someone in danger right now? Call 911, or text 911 where available.</strong>
      </p>
      <p>
        On a train or bus, tell the crew or transit police if that is safe. Deaf or hard of hearing: TTY or
        relay 711. Nobody may read this at once.
      </p>
    </section>
  );
}

/** Before any name or place can be written. */
export function UnderEighteen() {
  return (
    <p className="note note--aside">
      <strong>
        If you are under 18 and tell us who or where you are, we may have to tell child protection or police.
        You can talk first without saying.
      </strong>
    </p>
  );
}
