const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;

/**
 * Shows on stderr that something goes on: a spinner on a terminal, a line at the start elsewhere.
 * Returns the function that ends it, with an optional line to leave behind.
 */
export function showProgress(text, stream = process.stderr) {
  if (!stream.isTTY) {
    stream.write(`${text} …\n`);
    return (line) => line && stream.write(`${line}\n`);
  }
  let frame = 0;
  const draw = () => stream.write(`\r\x1b[2K${FRAMES[frame++ % FRAMES.length]} ${text}`);
  draw();
  const timer = setInterval(draw, FRAME_MS);
  return (line) => {
    clearInterval(timer);
    stream.write(`\r\x1b[2K${line ? `${line}\n` : ''}`);
  };
}

/** `1.2 s` from a start taken with performance.now(). */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
