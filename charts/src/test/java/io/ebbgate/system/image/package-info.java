/** The images as they are shipped, both alike. */
@NullMarked
package io.ebbgate.system.image;

import org.jspecify.annotations.NullMarked;
