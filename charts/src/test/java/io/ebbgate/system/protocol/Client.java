package io.ebbgate.system.protocol;

/** A client of the gateway through one drain: it begins something and goes on to its end. */
@FunctionalInterface
interface Client {
  ClientView use(ClientSession session) throws Exception;
}
