/** Offers the map where scripts run. The map itself, and what is drawn on it, come only when somebody opens it. */
const host = document.querySelector('[data-map]');
const button = host.querySelector('[data-map-open]');
const say = host.querySelector('[role=status]');
const words = JSON.parse(host.dataset.map);
button.hidden = false;
button.addEventListener('click', async () => {
  button.disabled = true;
  say.textContent = words.loading;
  try {
    const { openMap } = await import('./map.js');
    await openMap(host, words);
    button.remove();
  } catch {
    // Their own words are enough; it may be tried again.
    say.textContent = words.failed;
    button.disabled = false;
  }
});
