/** Where the server's certificate comes from, and how it is kept fresh while reviews go on. */
@NullMarked
package io.ebbgate.webhook.tls;

import org.jspecify.annotations.NullMarked;
