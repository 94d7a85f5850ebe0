// A made-up package, as tsc would leave it, bundled and run.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bundleModules } from './bundle-modules.mjs';

const require = createRequire(import.meta.url);

/** By name: the source, where only imports matter, what tsc makes of it, and its declarations. */
const MODULES = {
  index: [
    `import { Shop } from './shop/shop'; export { Shop };`,
    `Object.defineProperty(exports, '__esModule', { value: true }); exports.loadOven = exports.Shop = void 0;
     const shop_1 = require('./shop/shop'); exports.Shop = shop_1.Shop;
     exports.loadOven = () => require('./oven/oven');`,
    `export { Shop } from './shop/shop'; export declare const loadOven: () => object;`,
  ],
  'second/index': [
    `import { Shop } from '../shop/shop'; export const shop = Shop;`,
    `Object.defineProperty(exports, '__esModule', { value: true }); exports.Shop = void 0;
     const shop_1 = require('../shop/shop'); exports.Shop = shop_1.Shop;`,
    `export { Shop } from '../shop/shop';`,
  ],
  'second/odd.cjs': [
    `import shop = require('../shop/shop'); export = shop.Shop;`,
    `const shop = require('../shop/shop'); module.exports = shop.Shop;`,
    `import shop = require('../shop/shop'); export = shop.Shop;`,
  ],
  'shop/shop': [
    `export class Shop {}; export const load = () => require('../oven/oven');`,
    `exports.folder = exports.Shop = void 0;
     class Shop { static made = new Shop(); }
     exports.Shop = Shop; exports.folder = __dirname; exports.file = __filename;
     exports.find = () => require('node:module').createRequire(__filename).resolve('../oven/bake');`,
    `export declare class Shop { static made: Shop; }`,
  ],
  'oven/oven': [
    `import { Shop } from '../shop/shop'; import { heat } from './heat'; export const oven = [Shop, heat];`,
    `exports.name = 'oven'; const shop_1 = require('../shop/shop'); const heat_1 = require('./heat');
     exports.shop = shop_1; exports.heat = heat_1; exports.seen = heat_1.seen;`,
    `export {};`,
  ],
  'oven/heat': [
    `import { oven } from './oven'; import { tray } from '../tray/tray'; export const heat = [oven, tray];`,
    `const oven_1 = require('./oven'); const tray_1 = require('../tray/tray');
     exports.seen = oven_1.name; exports.tray = tray_1;`,
    `export {};`,
  ],
  'tray/tray': [
    `import { heat } from '../oven/heat'; export const tray = heat;`,
    `exports.heat = require('../oven/heat');`,
    `export {};`,
  ],
  'oven/bake': [
    `import { crust } from './crust'; export function bake() { return crust; }`,
    `exports.bake = bake; const crust_1 = require('./crust');
     function bake() { return [crust_1.crust, __filename]; }`,
    `export {};`,
  ],
  'oven/crust': [`export const crust = 'crisp';`, `exports.crust = 'crisp';`, `export {};`],
  start: [
    `import { Shop } from './shop/shop'; console.log(Shop);`,
    `console.log(require('./shop/shop').Shop.name);`,
    '',
  ],
};

describe('bundleModules', () => {
  let folder;
  const inLib = (...path) => join(folder, 'lib', ...path);
  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'bundle-modules-')));
    for (const [name, texts] of Object.entries(MODULES)) writeModule(folder, name, texts);
    await bundleModules({
      folder,
      entries: ['index', 'second/index', 'second/odd.cjs'],
      programs: ['start'],
      standalone: ['oven/bake'],
      together: [['index'], ['second/index']],
      split: [],
    });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('shares what several entries need at once, and leaves the rest to a file for each folder', () => {
    assert.deepEqual(readdirSync(inLib('modules')).sort(), [
      'index.js',
      'oven.js',
      'second-index.js',
      'second.js',
      'shared.js',
      'start.js',
      'tray.js',
    ]);
  });

  it('has each module once, with the names of its classes', () => {
    const { Shop } = require(inLib('index.js'));
    assert.equal(require(inLib('second', 'index.js')).Shop, Shop);
    assert.equal(require(inLib('second', 'odd.cjs')), Shop);
    assert.equal(Shop.name, 'Shop');
  });

  it('gives ES modules every name', async () => {
    const names = Object.keys(await import(inLib('index.js')));
    assert.ok(['Shop', 'loadOven'].every((name) => names.includes(name)));
  });

  it('gives ES modules of what is no module of names the default, and nothing of the shared file', async () => {
    const names = Object.keys(await import(inLib('second', 'odd.cjs')));
    assert.deepEqual(
      names.filter((name) => name !== 'module.exports'), // named so since Node.js 23
      ['default'],
    );
  });

  it('runs a module when it is asked for, also in a circle of several files', () => {
    const oven = require(inLib('index.js')).loadOven();
    assert.equal(oven.seen, 'oven');
    assert.equal(oven.heat.tray.heat, oven.heat);
  });

  it('tells a module the path that it has in lib', () => {
    const { shop } = require(inLib('index.js')).loadOven();
    assert.deepEqual([shop.folder, shop.file], [inLib('shop'), inLib('shop', 'shop.js')]);
    assert.equal(shop.find(), inLib('oven', 'bake.js'));
  });

  it('makes programs of the shared code, and of code of their own', async () => {
    assert.equal(execFileSync(process.execPath, [inLib('start.js')], { encoding: 'utf8' }), 'Shop\n');
    const { bake } = await import(inLib('oven', 'bake.js'));
    assert.deepEqual(bake(), ['crisp', inLib('oven', 'bake.js')]);
  });

  it('declares what the entries offer', () => {
    const files = ['index.d.ts', 'second/index.d.ts', 'second/odd.d.cts', 'shop/shop.d.ts'];
    assert.deepEqual(
      files.filter((file) => !existsSync(inLib(file))),
      [],
    );
  });
});

function writeModule(folder, name, [source, code, declaration]) {
  const [stem, letter] = name.endsWith('.cjs') ? [name.slice(0, -4), 'c'] : [name, ''];
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(`src/${stem}.${letter}ts`, source);
  write(`dist/${stem}.${letter}js`, code);
  write(`dist/${stem}.d.${letter}ts`, declaration);
}
