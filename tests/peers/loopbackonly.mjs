// Loaded before a server that listens on every interface: it then listens on 127.0.0.1 alone.
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...others) {
  return typeof port === 'string' || typeof port === 'number'
    ? listen.call(this, Number(port), '127.0.0.1', ...others)
    : listen.call(this, port, ...others);
};
