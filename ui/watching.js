// Asks the app every so often whether there is news, where there is something to wait for; nothing to see.
const TIMERS = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  clearInterval(TIMERS.get(parentElement));
  if (!data.milliseconds) return;
  const timer = setInterval(() => setTriggerValue("look", true), data.milliseconds);
  TIMERS.set(parentElement, timer);
  return () => clearInterval(timer);
}
