import { Model3D } from '@mediaconduit/sdk';
import { createGlb } from './create-glb';

describe('createGlb', () => {
  it('is a binary glTF whose scene and bytes fit together', async () => {
    const glb = createGlb({ size: 2 });
    expect(await new Model3D(glb).type()).toEqual({ mimeType: 'model/gltf-binary', extension: 'glb' });
    expect([glb.readUInt32LE(4), glb.readUInt32LE(8)]).toEqual([2, glb.length]);
    const jsonLength = glb.readUInt32LE(12);
    const scene = JSON.parse(glb.toString('utf8', 20, 20 + jsonLength));
    expect(scene.accessors[0]).toMatchObject({ count: 3, max: [2, 2, 0] });
    expect(glb.readUInt32LE(20 + jsonLength)).toBe(scene.buffers[0].byteLength);
    expect(glb.readFloatLE(20 + jsonLength + 8 + 12)).toBe(2);
  });
});
