/** Whether this job can prove to npm which repository and commit a package was made from. */
export function hasProvenance(env) {
  return isTrustedPublisher(env) || Boolean(env.GITLAB_CI && env.SIGSTORE_ID_TOKEN);
}

/** Whether this is a job of GitHub Actions with `id-token: write`, which npm can trust without a token. */
export function isTrustedPublisher(env) {
  return Boolean(env.GITHUB_ACTIONS && env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN);
}
