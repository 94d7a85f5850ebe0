import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Files, MadeRepository } from './made-repository';

/** Where a trap may lay what it needs. */
export interface TrapPlace {
  /** Of the user: git's own configuration is here. */
  readonly home: string;
  readonly repository: MadeRepository;
  /** A command for a shell that leaves a trace. */
  readonly command: string;
}

/** Something that makes git run a program, when it is called without care. */
export interface Trap {
  readonly name: string;
  /** Committed in the repository. */
  readonly files?: (place: TrapPlace) => Files;
  /** Of the user's `.gitconfig`. */
  readonly config?: (place: TrapPlace) => string;
  /** Of the program that fetches. */
  readonly environment?: (place: TrapPlace) => Record<string, string>;
  readonly prepare?: (place: TrapPlace) => Promise<unknown>;
  /** The repository is not taken at all. */
  readonly isRefused?: true;
}

const HOOKS = [
  'post-checkout',
  'post-index-change',
  'reference-transaction',
  'post-merge',
  'pre-auto-gc',
  'fsmonitor-watchman',
];

async function layHooks(folder: string, command: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of HOOKS) await layProgram(path.join(folder, name), command);
}

async function layProgram(file: string, command: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${command}\n`);
  await chmod(file, 0o755);
}

const quoted = (text: string): string => JSON.stringify(text);

export const TRAPS: readonly Trap[] = [
  {
    name: 'a smudge filter of the user, switched on by the repository',
    files: () => ({ '.gitattributes': '* filter=evil\n', x: 'x' }),
    config: ({ command }) => `[filter "evil"]\n\tsmudge = ${quoted(`${command}; cat`)}\n`,
  },
  {
    name: 'a filter process such as that of LFS',
    files: () => ({ '.gitattributes': '* filter=lfs\n', '.lfsconfig': '[lfs]\n\turl = http://127.0.0.1:1\n', x: 'x' }),
    config: ({ command }) =>
      `[filter "lfs"]\n\tprocess = ${quoted(command)}\n\tsmudge = ${quoted(`${command}; cat`)}\n`,
  },
  {
    name: 'hooks of the user',
    config: ({ home }) => `[core]\n\thooksPath = ${home}/hooks\n`,
    prepare: ({ home, command }) => layHooks(path.join(home, 'hooks'), command),
  },
  {
    name: 'hooks in the repository on the server',
    prepare: ({ repository, command }) => layHooks(path.join(repository.folder, 'hooks'), command),
  },
  {
    name: 'a template with hooks',
    environment: ({ home }) => ({ GIT_TEMPLATE_DIR: `${home}/template` }),
    config: ({ home }) => `[init]\n\ttemplateDir = ${home}/template\n`,
    prepare: ({ home, command }) => layHooks(path.join(home, 'template', 'hooks'), command),
  },
  {
    name: 'a monitor of files',
    config: ({ command }) => `[core]\n\tfsmonitor = ${quoted(command)}\n`,
  },
  {
    name: 'configuration in the environment',
    environment: ({ home }) => ({
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.hooksPath',
      GIT_CONFIG_VALUE_0: `${home}/hooks`,
    }),
    prepare: ({ home, command }) => layHooks(path.join(home, 'hooks'), command),
  },
  {
    name: "another folder of git's own programs",
    environment: ({ home }) => ({ GIT_EXEC_PATH: `${home}/programs` }),
    prepare: ({ home, command }) =>
      Promise.all(
        ['git-remote-http', 'git-remote-https', 'git-upload-pack', 'git-index-pack'].map((name) =>
          layProgram(path.join(home, 'programs', name), command),
        ),
      ),
  },
  {
    name: 'programs that ask for passwords, page, edit and connect',
    environment: ({ command }) =>
      Object.fromEntries(
        [
          'GIT_ASKPASS',
          'SSH_ASKPASS',
          'GIT_PAGER',
          'PAGER',
          'GIT_EDITOR',
          'GIT_SSH_COMMAND',
          'GIT_PROXY_COMMAND',
          'GIT_EXTERNAL_DIFF',
        ].map((name) => [name, command]),
      ),
    config: ({ command }) =>
      `[core]\n\tpager = ${quoted(command)}\n\taskPass = ${quoted(command)}\n\tsshCommand = ${quoted(command)}\n[pager]\n\tshow = ${quoted(command)}\n`,
  },
  {
    name: 'a difference by text of the user',
    files: () => ({ '.gitattributes': '* diff=evil\n', x: 'x' }),
    config: ({ command }) =>
      `[diff]\n\texternal = ${quoted(command)}\n[diff "evil"]\n\ttextconv = ${quoted(command)}\n`,
  },
  {
    name: 'a check of signatures',
    config: ({ command }) => `[log]\n\tshowSignature = true\n[gpg]\n\tprogram = ${quoted(command)}\n`,
  },
  {
    name: 'a rewritten URL',
    config: ({ command }) =>
      `[url "ext::sh -c ${quoted(command).slice(1, -1).replaceAll(' ', '% ')} "]\n\tinsteadOf = http\n\tinsteadOf = https\n\tinsteadOf = file\n[protocol "ext"]\n\tallow = always\n`,
  },
  {
    name: 'a submodule by another protocol',
    files: ({ command }) => ({
      '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c ${command.replaceAll(' ', '% ')}\n`,
      x: ['160000', 'ab'.repeat(20)],
    }),
    config: () => '[submodule]\n\trecurse = true\n[protocol "ext"]\n\tallow = always\n',
  },
  {
    name: 'a submodule whose path ends in a carriage return',
    isRefused: true,
    files: ({ repository }) => ({
      '.gitmodules': `[submodule "x"]\n\tpath = "x\\r"\n\turl = ${repository.folder}\n`,
      'x\r': ['160000', 'ab'.repeat(20)],
    }),
    config: () => '[submodule]\n\trecurse = true\n[protocol "file"]\n\tallow = always\n',
  },
  {
    name: 'configuration in the repository on the server',
    prepare: ({ repository, command }) =>
      writeFile(
        path.join(repository.folder, 'config'),
        `[core]\n\tbare = true\n\tfsmonitor = ${quoted(command)}\n\tpager = ${quoted(command)}\n[uploadpack]\n\tpackObjectsHook = ${quoted(command)}\n[alias]\n\tls-tree = ${quoted(`!${command}`)}\n`,
      ),
  },
  {
    name: 'a repository around the temporary folder',
    environment: ({ home }) => ({ TMPDIR: path.join(home, 'tmp') }),
    async prepare({ home, command }) {
      await mkdir(path.join(home, 'tmp', '.git', 'objects'), { recursive: true });
      await mkdir(path.join(home, 'tmp', '.git', 'refs'), { recursive: true });
      await writeFile(path.join(home, 'tmp', '.git', 'HEAD'), 'ref: refs/heads/main\n');
      await writeFile(path.join(home, 'tmp', '.git', 'config'), `[core]\n\tfsmonitor = ${quoted(command)}\n`);
    },
  },
  {
    name: 'a helper with credentials',
    config: ({ command }) => `[credential]\n\thelper = ${quoted(`!${command}`)}\n`,
  },
];
