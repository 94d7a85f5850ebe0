import type { ContainerInspectInfo } from 'dockerode';
import { assertLimitsKept } from './limits-kept';

const BIND = { Type: 'bind', Source: '/service/x', Target: '/x', ReadOnly: true };

const ASKED = {
  Memory: 1024,
  CapDrop: ['ALL'],
  SecurityOpt: ['no-new-privileges:true'],
  ReadonlyRootfs: true,
  Init: true,
  Mounts: [BIND, { Type: 'volume', Source: 'v', Target: '/v', ReadOnly: false }] as never,
  PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
};

const check = (made: Readonly<Record<string, unknown>>): void =>
  assertLimitsKept({ HostConfig: ASKED }, { HostConfig: { ...ASKED, ...made } } as unknown as ContainerInspectInfo);

describe('assertLimitsKept', () => {
  it.each([
    ['as it was asked', {}],
    [
      'with the defaults of Docker',
      { NetworkMode: 'default', IpcMode: 'private', CgroupnsMode: 'host', CapAdd: null, Devices: [] },
    ],
    [
      'with folders that have other names in a virtual machine',
      { Mounts: [{ ...BIND, Source: '/host_mnt/service/x' }] },
    ],
    [
      'in the words of Podman',
      {
        CapDrop: ['CAP_CHOWN'],
        SecurityOpt: ['no-new-privileges'],
        Mounts: null,
        Binds: ['/service/x:/x:ro', 'v:/v:rw'],
      },
    ],
  ])('takes a container that was made %s', (_, made) => {
    expect(() => check(made)).not.toThrow();
  });

  it.each([
    ['Memory', { Memory: 0 }],
    ['CapDrop', { CapDrop: [] }],
    ['CapAdd', { CapAdd: ['SYS_ADMIN'] }],
    ['SecurityOpt', { SecurityOpt: [] }],
    ['SecurityOpt', { SecurityOpt: ['no-new-privileges:true', 'seccomp=unconfined'] }],
    ['Privileged', { Privileged: true }],
    ['PublishAllPorts', { PublishAllPorts: true }],
    ['OomKillDisable', { OomKillDisable: true }],
    ['Devices', { Devices: [{ PathOnHost: '/dev/kmsg' }] }],
    ['VolumesFrom', { VolumesFrom: ['other'] }],
    ['NetworkMode', { NetworkMode: 'host' }],
    ['PidMode', { PidMode: 'host' }],
    ['IpcMode', { IpcMode: 'container:other' }],
    ['Mounts', { Mounts: [{ ...BIND, ReadOnly: false }] }],
    ['Mounts', { Mounts: [BIND, { ...BIND, Source: '/', Target: '/host' }] }],
    ['Binds', { Binds: ['/:/host'] }],
    ['PortBindings', { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '' }] } }],
    ['PortBindings', { PortBindings: { '22/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] } }],
  ])('refuses one with another %s', (limit, made) => {
    expect(() => check(made)).toThrow(
      expect.objectContaining({ code: 'MC_ENGINE_FAILED', facts: expect.objectContaining({ limit }) }),
    );
  });
});
