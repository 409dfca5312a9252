// A certified OpenID Connect provider for the tests of signing in: on this machine, with nothing kept. Whoever signs in
// there has the address that she gives as her name.
//
// node provider.mjs CLIENT SECRET CALLBACK: writes its issuer on the first line, and serves until it is ended.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [client, secret, callback] = process.argv.slice(2);
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  // By another name than that of the pages, so that to a browser it is another site.
  const issuer = `http://localhost:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: client, client_secret: secret, redirect_uris: [callback] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: true }),
    }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
