import type { Overlay } from './composition';
import { filter } from './filter';
import type { FilterGraph } from './filter-graph';
import { placeOf, visibleWhen } from './place';

const DEFAULT_FONT_SIZE = 32;
const DEFAULT_COLOR = '#ffffff';

/** What overlays are added to. */
export interface OverlayTarget {
  readonly graph: FilterGraph;
  readonly overlays: readonly Overlay[];
  /** Label of the film so far. */
  readonly video: string;
  /** Takes texts by the name of the file that a filter will read. */
  readonly texts: Record<string, string>;
  readonly isImage: (file: number) => boolean;
  readonly input: (file: number) => number;
}

/** Lays pictures, films and texts over a film, in their order; answers the label of the result. */
export function addOverlays(target: OverlayTarget): string {
  return target.overlays.reduce(
    (video, overlay, index) =>
      overlay.text === undefined ? overlaid(target, video, overlay) : written(target, video, { ...overlay, index }),
    target.video,
  );
}

function overlaid({ graph, isImage, input }: OverlayTarget, video: string, overlay: Overlay): string {
  const { input: file = 0, opacity = 1, from = 0, width, height } = overlay;
  const isStill = isImage(file);
  const top = graph.chain(
    [`${input(file)}:v:0`],
    [
      ...(width === undefined && height === undefined ? [] : [filter('scale', { w: width ?? -2, h: height ?? -2 })]),
      ...(opacity === 1 ? [] : [filter('format', { pix_fmts: 'rgba' }), filter('colorchannelmixer', { aa: opacity })]),
      ...(isStill || from === 0 ? [] : [filter('setpts', { expr: `PTS+${from}/TB` })]),
    ],
  );
  const place = placeOf(overlay, { width: 'W', height: 'H', ownWidth: 'w', ownHeight: 'h' });
  const after = isStill ? 'repeat' : 'pass';
  return graph.chain([video, top], [filter('overlay', { ...place, eof_action: after, enable: visibleWhen(overlay) })]);
}

/** The text goes into a file: nothing in it can be read as a part of the graph. */
function written(
  { graph, texts }: OverlayTarget,
  video: string,
  overlay: Overlay & { readonly index: number },
): string {
  const { text = '', index, fontSize = DEFAULT_FONT_SIZE, color = DEFAULT_COLOR, opacity = 1 } = overlay;
  const file = `text-${index}.txt`;
  texts[file] = text;
  const place = placeOf(overlay, { width: 'w', height: 'h', ownWidth: 'tw', ownHeight: 'th' });
  const draw = filter('drawtext', {
    textfile: file,
    expansion: 'none',
    fontsize: fontSize,
    fontcolor: `0x${color.slice(1)}@${opacity}`,
    ...place,
    enable: visibleWhen(overlay),
  });
  return graph.chain([video], [draw]);
}
