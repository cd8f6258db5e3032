/** Profiles of gateway products, read from data files. */
@NullMarked
package io.ebbgate.webhook.profile;

import org.jspecify.annotations.NullMarked;
