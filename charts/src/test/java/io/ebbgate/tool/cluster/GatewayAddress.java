package io.ebbgate.tool.cluster;

/** An address, and the ports for plain HTTP, TLS and raw TCP; 0 for one that is not there. */
public record GatewayAddress(String host, int http, int tls, int tcp) {}
