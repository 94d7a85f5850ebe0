const always = (): boolean => true;
const is =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);

/** Only that no rights may be gained, which is so for every service. */
const noNewPrivileges = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => /^no-new-privileges(?:[:=]true)?$/.test(String(one)));

/** Keys that can go, where their value says nothing more than what is so anyway. */
export const HARMLESS: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  ['attach', always],
  ['cap_drop', always],
  ['hostname', always],
  ['logging', always],
  ['mem_reservation', always],
  ['memswap_limit', always],
  ['network_mode', is('bridge', 'default')],
  ['privileged', is(false, 'false')],
  ['pull_policy', always],
  ['read_only', always],
  ['scale', is(1)],
  ['security_opt', noNewPrivileges],
  ['stdin_open', always],
  ['tty', always],
]);

/** Keys that open this machine to a service, each with what it does. */
export const REFUSED: ReadonlyMap<string, string> = new Map([
  ['cap_add', 'it gives rights over this machine'],
  ['cgroup', 'it shares parts of this machine'],
  ['cgroup_parent', 'it takes the service out of its limits'],
  ['device_cgroup_rules', 'it opens devices of this machine'],
  ['devices', 'it opens devices of this machine'],
  ['dns', 'it sends its look-ups elsewhere'],
  ['extends', 'it may take in files from anywhere'],
  ['external_links', 'it reaches into containers of others'],
  ['extra_hosts', 'it names addresses of this machine'],
  ['group_add', 'it gives rights over files of this machine'],
  ['ipc', 'it shares memory of this machine'],
  ['links', 'services of the file reach each other by name without it'],
  ['network_mode', 'it shares the network of this machine'],
  ['pid', 'it shows the processes of this machine'],
  ['platform', 'the engine chooses what this machine can run'],
  ['privileged', 'it gives all rights over this machine'],
  ['security_opt', 'it switches protections off'],
  ['sysctls', 'it changes settings of the kernel'],
  ['userns_mode', 'it shares the users of this machine'],
  ['volumes_from', 'it mounts what others have mounted'],
]);
