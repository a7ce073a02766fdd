import { useEffect, useState } from 'preact/hooks';
import { formatRoute, parseRoute, type Route } from './route';

let followed = false;

/** Whether this page was come to from another of ours; the focus is the browser's otherwise. */
export function hasNavigated(): boolean {
  return followed;
}

const CHANGED = 'tidegauge:navigated';

/** Goes to a route: a new entry in the browser's history, or the present one rewritten. */
export function navigate(route: Partial<Route>, replace = false): void {
  const address = formatRoute(route);
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  dispatchEvent(new Event(CHANGED));
}

/** The present route; follows links of the page, Back and Forward. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.search));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location.search));
    addEventListener('popstate', read);
    addEventListener(CHANGED, read);
    document.addEventListener('click', followLink);
    return () => {
      removeEventListener('popstate', read);
      removeEventListener(CHANGED, read);
      document.removeEventListener('click', followLink);
    };
  }, []);
  return route;
}

/** Plain clicks on links marked `data-page` stay in the page; all others are the browser's. */
function followLink(event: MouseEvent): void {
  const plain =
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!plain || event.defaultPrevented || !(event.target instanceof Element)) return;
  const link = event.target.closest('a[data-page]');
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  followed = true;
  navigate(parseRoute(link.search));
}
