/** The HTTP servers for the API server and the kubelet; the only package that uses Vert.x. */
@NullMarked
package io.ebbgate.webhook.http;

import org.jspecify.annotations.NullMarked;
