// Run by binary-media.test.ts: copies argv[2] to argv[3] through a media value and prints how far memory grew, in bytes.
const { Video } = require('../../../dist/media/video.js');

async function main() {
  const video = Video.fromFile(process.argv[2]);
  await video.type();
  const before = process.memoryUsage.rss();
  await video.saveToFile(process.argv[3]);
  // maxRSS is the highest value that the system ever saw, in KiB: no sampling can miss it.
  process.stdout.write(String(process.resourceUsage().maxRSS * 1024 - before));
}

void main();
