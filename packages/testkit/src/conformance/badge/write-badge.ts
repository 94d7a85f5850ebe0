import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Level } from '../rule/level';
import { badgeOf, type Badge } from './badge-of';

const WIDTH_PER_CHARACTER = 6.6;
const PADDING = 10;

/**
 * Writes the level as a badge: `.svg` a picture, `.json` what shields.io reads as an endpoint.
 * @throws `MC_USAGE` for another extension, `MC_FILE_WRITE_FAILED`.
 */
export async function writeBadge(file: string, level: Level | undefined): Promise<void> {
  const text = badgeText(file, badgeOf(level));
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new MediaConduitError('MC_FILE_WRITE_FAILED', `The badge ${file} cannot be written: ${messageOf(cause)}`, {
      hint: 'name a file in a folder that exists and that you may write to',
      facts: { file },
      cause,
    });
  }
}

/** The content of a badge file. @throws `MC_USAGE` for an extension that no badge has. */
export function badgeText(file: string, badge: Badge): string {
  const extension = extname(file).toLowerCase();
  if (extension === '.svg') return svgOf(badge);
  if (extension === '.json') return `${JSON.stringify({ schemaVersion: 1, ...badge }, undefined, 2)}\n`;
  throw new MediaConduitError('MC_USAGE', `A badge is no ${extension || 'file without an extension'}.`, {
    hint: 'name a file that ends in .svg, or in .json for https://shields.io/badges/endpoint-badge',
    facts: { file },
  });
}

function svgOf({ color, label, message }: Badge): string {
  const [left, right] = [label, message].map((text) => Math.round(text.length * WIDTH_PER_CHARACTER + PADDING)) as [
    number,
    number,
  ];
  const width = left + right;
  const text = (x: number, content: string): string =>
    `<text x="${x}" y="14" fill="#fff" text-anchor="middle" font-family="Verdana,sans-serif" font-size="11">${content}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${message}">
<title>${label}: ${message}</title>
<rect width="${width}" height="20" rx="3" fill="#444"/>
<path d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z" fill="${color}"/>
${text(left / 2, label)}
${text(left + right / 2, message)}
</svg>
`;
}
