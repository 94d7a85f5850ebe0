// The `prepublishOnly` script of every package: only pnpm replaces `workspace:` ranges by versions.
if (!process.env.npm_config_user_agent?.startsWith('pnpm/')) {
  process.stderr.write(
    'Packages of this workspace are not published with npm: their dependencies would still say "workspace:^".\n' +
      'Use `npm run release` in the root of the workspace: it builds, checks, publishes and tags what is new.\n',
  );
  process.exit(1);
}
