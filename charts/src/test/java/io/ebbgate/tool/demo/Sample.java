package io.ebbgate.tool.demo;

/** A pod at one moment: connections through the balancer, and its phase. */
record Sample(long at, String pod, String phase, int connections) {}
