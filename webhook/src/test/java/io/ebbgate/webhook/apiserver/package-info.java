@NullMarked
package io.ebbgate.webhook.apiserver;

import org.jspecify.annotations.NullMarked;
