/** A real MariaDB of two servers, its clients, and a control plane that routes to one of them. */
@NullMarked
package io.ebbgate.tool.database;

import org.jspecify.annotations.NullMarked;
