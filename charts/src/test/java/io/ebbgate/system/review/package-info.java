@NullMarked
package io.ebbgate.system.review;

import org.jspecify.annotations.NullMarked;
