/**
 * The way out, where scripts run. The page is hidden at once, what is open is closed, and the everyday page takes its place. While
 * somebody is here each page that is read takes the place of the one before; what was sent by a form stays behind Back, and is
 * covered before it is seen. Without scripts the way out is a plain link, and the page says what Back may show.
 * Stands in the head, so that it acts before anything is drawn. Source: safety.md, security.md 15.
 */
(() => {
  const { way } = document.currentScript.dataset;
  const page = document.documentElement;
  const presses = 3;
  const withinMilliseconds = 2000;
  let pressed = [];

  const leave = () => {
    page.hidden = true;
    page.style.display = 'none';
    document.title = '';
    dispatchEvent(new Event('alight-leave'));
    for (const field of document.querySelectorAll('input:not([type=hidden]), textarea')) field.value = '';
    if (navigator.onLine === false) {
      // Nothing can be fetched: an empty page is all that can stand here.
      document.body?.replaceChildren();
      return;
    }
    // Sent beside the leaving, which waits for nothing: what the browser keeps of this site is forgotten.
    navigator.sendBeacon?.('/v1/left');
    location.replace(way);
  };

  // Back, from another site: what comes after this page in the history is not ours. Back within the site stays a Back, so that
  // nobody loses what they wrote by a slip. A browser that cannot tell keeps the words about Back.
  const { navigation } = window;
  if (navigation) page.dataset.back = 'covered';
  const cameBack = () => navigation && !navigation.canGoForward;
  if (performance.getEntriesByType('navigation')[0]?.type === 'back_forward' && cameBack()) leave();
  addEventListener('pageshow', (event) => {
    if (event.persisted && cameBack()) leave();
  });

  addEventListener('keydown', (event) => {
    if (event.key !== 'Shift') {
      pressed = [];
      return;
    }
    if (event.repeat) return;
    pressed = [...pressed, Date.now()].slice(-presses);
    if (pressed.length === presses && pressed.at(-1) - pressed[0] <= withinMilliseconds) leave();
  });
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (link.hasAttribute('data-leave')) {
      event.preventDefault();
      leave();
      return;
    }
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target) return;
    const to = new URL(link.href, location.href);
    if (to.origin !== location.origin || (to.pathname === location.pathname && to.hash)) return;
    event.preventDefault();
    location.replace(to.href);
  });
})();
