// A small OpenID provider (panva/oidc-provider, which is certified): who signs in as NAME is NAME@example.org.
// Usage: node identity.mjs PORT REDIRECT_URI. Prints `ready` when it answers.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../node/package.json', import.meta.url));
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));
const [port, redirect] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'civora', client_secret: 'a secret between the two', redirect_uris: [redirect] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  cookies: { keys: ['only for tests'] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: id !== 'unverified', name: `The ${id}` }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
