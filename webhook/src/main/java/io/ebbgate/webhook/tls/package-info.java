/** Where the serving certificate comes from, and how it is rotated while reviews go on. */
@NullMarked
package io.ebbgate.webhook.tls;

import org.jspecify.annotations.NullMarked;
