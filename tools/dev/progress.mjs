const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;

/**
 * Shows on stderr that something goes on: a spinner on a terminal, a line at the start elsewhere.
 * Returns the function that ends it, with an optional line to leave behind. A `quiet` one only leaves that line, also
 * where another one spins.
 */
export function showProgress(text, stream = process.stderr, { quiet = false } = {}) {
  const clear = stream.isTTY ? '\r\x1b[2K' : '';
  if (quiet || !stream.isTTY) {
    if (!quiet) stream.write(`${text} …\n`);
    return (line) => line && stream.write(`${clear}${line}\n`);
  }
  let frame = 0;
  const draw = () => stream.write(`${clear}${FRAMES[frame++ % FRAMES.length]} ${text}`);
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return (line) => {
    clearInterval(timer);
    stream.write(`${clear}${line ? `${line}\n` : ''}`);
  };
}

/** `1.2 s` from a start taken with performance.now(). */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
