// Loaded before a server that listens on every interface: it then listens on 127.0.0.1 alone. Node's own step behind
// listen() is what is changed, since listen() with an address returns before it has a port, and some need it at once.
import net from 'node:net';

const bind = net.Server.prototype._listen2;
net.Server.prototype._listen2 = function (address, port, type, ...others) {
  const everywhere = !address && port >= 0;
  return bind.call(this, everywhere ? '127.0.0.1' : address, port, everywhere ? 4 : type, ...others);
};
