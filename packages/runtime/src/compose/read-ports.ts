import type { PublishedPort } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { integerOf, itemsOf, knownEntriesOf, textOf } from './read-field';

/** How many ports a range may have. */
const WIDEST_RANGE = 32;

const SHORT =
  /^(?:(?<address>\[[^\]]*\]|[0-9]+(?:\.[0-9]+){3}):)?(?:(?<host>[0-9-]*):)?(?<target>[0-9-]+)(?:\/(?<protocol>tcp|udp))?$/;

/** `ports:` in its short and long forms. Host ports are only ever published on 127.0.0.1. */
export function readPorts(scope: ComposeScope, field: Field): PublishedPort[] {
  return itemsOf(scope, field).flatMap((item) =>
    item.node.kind === 'map' ? longPort(scope, item) : shortPort(scope, item),
  );
}

/** `expose:`, which names ports without publishing them. */
export function readExpose(scope: ComposeScope, field: Field): number[] {
  return itemsOf(scope, field).flatMap((item) => {
    const [, range] = /^([0-9-]+)(?:\/(?:tcp|udp))?$/.exec(textOf(scope, item)) ?? [];
    return rangeOf(scope, item, range ?? '');
  });
}

function shortPort(scope: ComposeScope, field: Field): PublishedPort[] {
  const text = textOf(scope, field);
  const groups = SHORT.exec(text)?.groups;
  if (!groups) throw scope.invalid(field, `has to be a port such as "8080:80", not "${text}"`);
  const targets = rangeOf(scope, field, groups['target'] ?? '');
  const hosts = groups['host'] ? rangeOf(scope, field, groups['host'], 0) : [];
  if (hosts.length > 1 && hosts.length !== targets.length)
    throw scope.invalid(field, 'has ranges of different lengths');
  warnAboutAddress(scope, field, groups['address']);
  const protocol = groups['protocol'] === 'udp' ? 'udp' : 'tcp';
  return targets.map((target, index) => portWith(target, protocol, hosts[index]));
}

function longPort(scope: ComposeScope, field: Field): PublishedPort[] {
  const known = knownEntriesOf(scope, field, [
    'target',
    'published',
    'host_ip',
    'protocol',
    'mode',
    'name',
    'app_protocol',
  ]);
  if (!known.target) throw scope.invalid(field, 'needs a target');
  const protocol = known.protocol ? textOf(scope, known.protocol) : 'tcp';
  if (protocol !== 'tcp' && protocol !== 'udp') throw scope.invalid(field, 'has to use tcp or udp');
  if (known.host_ip) warnAboutAddress(scope, known.host_ip, textOf(scope, known.host_ip));
  const [published] = known.published ? rangeOf(scope, known.published, textOf(scope, known.published), 0) : [];
  const target = integerOf(scope, known.target, 1);
  checkPort(scope, known.target, target, 1);
  return [portWith(target, protocol, published)];
}

/** Host port 0 means the same as none: the engine chooses. */
function portWith(target: number, protocol: 'tcp' | 'udp', published: number | undefined): PublishedPort {
  return published ? { target, protocol, published } : { target, protocol };
}

function rangeOf(scope: ComposeScope, field: Field, text: string, least = 1): number[] {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || to < from || to - from >= WIDEST_RANGE) {
    throw scope.invalid(field, `has to be a port or a range of at most ${WIDEST_RANGE} ports, not "${text}"`);
  }
  checkPort(scope, field, from, least);
  checkPort(scope, field, to, least);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function checkPort(scope: ComposeScope, field: Field, port: number, least: number): void {
  if (port < least || port > 65_535) throw scope.invalid(field, `has to lie between ${least} and 65535, not ${port}`);
}

function warnAboutAddress(scope: ComposeScope, field: Field, address: string | undefined): void {
  if (address === undefined || address === '127.0.0.1') return;
  scope.warn(field, `published on 127.0.0.1 instead of ${address}: services answer this machine only`);
}
