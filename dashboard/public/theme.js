// Before the first paint, so that the page does not flash in the wrong colours.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem('tidegauge.theme');
  } catch {
    // Storage may be forbidden: then it is the system's colours.
  }
  const dark = choice ? choice === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
