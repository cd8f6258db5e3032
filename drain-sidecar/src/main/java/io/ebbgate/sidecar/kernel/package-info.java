/**
 * The kernel's view of the TCP connections of chosen listeners: {@code sock_diag(7)} by the foreign
 * function interface, or {@code /proc/net/tcp} where that is not there.
 */
@NullMarked
package io.ebbgate.sidecar.kernel;

import org.jspecify.annotations.NullMarked;
