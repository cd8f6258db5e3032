/** {@code mvn -Pdemo}: two rolling restarts under load, one without Ebbgate and one with it. */
@NullMarked
package io.ebbgate.tool.demo;

import org.jspecify.annotations.NullMarked;
