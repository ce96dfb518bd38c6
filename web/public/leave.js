/**
 * The way out, where scripts run. The page is hidden at once, what is open is closed, and the everyday page takes its place. While
 * somebody is here each page takes the place of the one before, so that Back leads to what was there before this site.
 * Without scripts the way out is a plain link, and the page says what Back may show. Source: safety.md, security.md 15.
 */
(() => {
  const page = document.documentElement;
  const way = document.querySelector('a[data-leave]');
  if (!way) return;
  page.dataset.scripts = 'on';
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
      document.body.replaceChildren();
      return;
    }
    location.replace(way.href);
  };

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
  // A page that the browser kept whole and shows again by Back.
  addEventListener('pageshow', (event) => {
    if (event.persisted) leave();
  });
})();
